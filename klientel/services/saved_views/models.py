"""The saved view, and who sees which."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from klientel.foundation.access import Actor
from klientel.foundation.db.rows import Row, RowQuerySet
from klientel.services.accounts.models import StaffTeam

LIVE = Q(deleted_at=None)


class Share(models.TextChoices):
    PRIVATE = "private", _("Only me")
    TEAM = "team", _("A team")
    ALL = "all", _("Everyone")


class SavedViewQuerySet(RowQuerySet["SavedView"]):
    def visible_to(self, actor: Actor, *, deleted: bool = False) -> SavedViewQuerySet:
        """One's own, those for everyone, and those of teams one is in."""
        found = self.filter(deleted_at__isnull=not deleted)
        if actor.kind == "system":
            return found
        in_team = StaffTeam.objects.active().filter(
            pk=OuterRef("staff_team"), members=actor.user_id
        )
        of_team = Q(share=Share.TEAM) & Q(Exists(in_team))
        return found.filter(Q(owner=actor.user_id) | Q(share=Share.ALL) | of_team)


class SavedView(Row):
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    table = models.CharField(max_length=40)  # of the list, see `lists`
    page = models.CharField(max_length=60)  # the name of the address that shows it
    name = models.CharField(max_length=80)
    # All that the address says, as pairs; words in them are found as they are.
    params = models.JSONField(default=list)
    share = models.CharField(max_length=8, choices=Share, default=Share.PRIVATE)
    staff_team = models.ForeignKey(
        StaffTeam, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(share=Share.TEAM) ^ Q(staff_team=None), name="saved_view_of_team"
            )
        ]
        indexes = [models.Index(fields=["table", "name"], condition=LIVE, name="saved_view_table")]

    def __str__(self) -> str:
        return self.name

    @property
    def query(self) -> str:
        return urlencode([(name, value) for name, value in self.params])
