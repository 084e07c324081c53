"""What can happen to files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy, ngettext_lazy

from klientel.services.journal.facts import Counted, Fact, Subject

FILE = "files.storedfile"


@dataclass(frozen=True)
class OfRecord(Fact):
    """Told in the history of the record and of each file."""

    subject: Subject
    file_ids: tuple[int, ...]

    def subjects(self) -> list[Subject]:
        return [self.subject, *((FILE, key) for key in self.file_ids)]


@dataclass(frozen=True)
class AboutFiles(OfRecord, Counted):
    """`name` when it is just one."""

    permission: ClassVar = "files.view"
    counted: ClassVar = "count"
    personal: ClassVar = {FILE: ("name",)}
    name: str

    def data(self) -> dict[str, Any]:
        return {"name": self.name, "count": len(self.file_ids)}


@dataclass(frozen=True)
class FilesAdded(AboutFiles):
    kind: ClassVar = "files.file.added"
    said: ClassVar = gettext_lazy("File %(name)s added")
    several: ClassVar = ngettext_lazy("%(count)s file added", "%(count)s files added", "count")


@dataclass(frozen=True)
class FilesDeleted(AboutFiles):
    kind: ClassVar = "files.file.deleted"
    said: ClassVar = gettext_lazy("File %(name)s deleted")
    several: ClassVar = ngettext_lazy("%(count)s file deleted", "%(count)s files deleted", "count")


@dataclass(frozen=True)
class FilesRestored(AboutFiles):
    kind: ClassVar = "files.file.restored"
    said: ClassVar = gettext_lazy("File %(name)s restored")
    several: ClassVar = ngettext_lazy(
        "%(count)s file restored", "%(count)s files restored", "count"
    )


@dataclass(frozen=True)
class AboutPicture(OfRecord):
    permission: ClassVar = "journal.view"  # who sees the record sees its picture

    def data(self) -> dict[str, Any]:
        return {}


@dataclass(frozen=True)
class PictureChanged(AboutPicture):
    kind: ClassVar = "files.picture.changed"
    said: ClassVar = gettext_lazy("Picture changed")


@dataclass(frozen=True)
class PictureRemoved(AboutPicture):
    kind: ClassVar = "files.picture.deleted"
    said: ClassVar = gettext_lazy("Picture removed")
