"""What hangs on records. The contents lie in the data folder, see `store`."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from klientel.foundation.access import Actor
from klientel.foundation.db.rows import Row, RowQuerySet
from klientel.services.journal.facts import Subject

from . import attachables, kinds


class Purpose(models.TextChoices):
    FILE = "file", _("File")
    PICTURE = "picture", _("Picture")


class StoredFileQuerySet(RowQuerySet["StoredFile"]):
    def visible_to(
        self, actor: Actor, *, deleted: bool = False, on: Subject | None = None
    ) -> StoredFileQuerySet:
        """A picture is part of its record; other files ask for a right of their own as well.

        Of one record if wanted: then the rules of the other kinds need not be asked.
        """
        found = self.filter(deleted_at__isnull=not deleted)
        if not actor.may("files.view"):
            found = found.filter(purpose=Purpose.PICTURE)
        if on is None:
            return found.filter(attachables.on_what_is_seen(actor))
        model, key = on
        rows = attachables.attachable(model).rows(actor).filter(pk=key)
        return found.of(on).filter(Exists(rows))

    def of(self, subject: Subject) -> StoredFileQuerySet:
        model, key = subject
        return self.filter(subject=model, subject_id=key)


class StoredFile(Row):
    """A file or the picture of a record. `subject` is the label of that record's model."""

    subject = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.FILE)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=12)  # by content, see `kinds`
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    objects = StoredFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_id"],
                condition=Q(deleted_at=None, purpose="picture"),
                name="stored_file_one_picture",
            )
        ]
        indexes = [
            models.Index(
                fields=["subject", "subject_id", "created_at", "id"], name="stored_file_of_subject"
            ),
            models.Index(
                fields=["deleted_at", "id"],
                condition=Q(deleted_at__isnull=False),
                name="stored_file_in_bin",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        return kinds.kind(self.kind).title

    @property
    def media_type(self) -> str:
        return kinds.kind(self.kind).media_type
