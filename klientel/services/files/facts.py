"""What can happen to files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klientel.services.journal.facts import Fact, Subject

FILE = "files.storedfile"


@dataclass(frozen=True)
class AboutFiles(Fact):
    """Files of one record; `name` when it is just one."""

    permission: ClassVar = "files.view"
    subject: Subject
    name: str
    file_ids: tuple[int, ...]

    personal: ClassVar = ("name",)

    def subjects(self) -> list[Subject]:
        return [self.subject, *((FILE, key) for key in self.file_ids)]

    def data(self) -> dict[str, Any]:
        return {"name": self.name, "count": len(self.file_ids)}


@dataclass(frozen=True)
class FilesAdded(AboutFiles):
    kind: ClassVar = "files.file.added"

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        if data["count"] == 1:
            return _("File %(name)s added") % {"name": data["name"]}
        text = ngettext("%(count)s file added", "%(count)s files added", data["count"])
        return text % {"count": data["count"]}


@dataclass(frozen=True)
class FilesDeleted(AboutFiles):
    kind: ClassVar = "files.file.deleted"

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        if data["count"] == 1:
            return _("File %(name)s deleted") % {"name": data["name"]}
        text = ngettext("%(count)s file deleted", "%(count)s files deleted", data["count"])
        return text % {"count": data["count"]}


@dataclass(frozen=True)
class AboutPicture(Fact):
    permission: ClassVar = "journal.view"  # who sees the record sees its picture
    subject: Subject
    file_ids: tuple[int, ...]

    def subjects(self) -> list[Subject]:
        return [self.subject, *((FILE, key) for key in self.file_ids)]

    def data(self) -> dict[str, Any]:
        return {}


@dataclass(frozen=True)
class PictureChanged(AboutPicture):
    kind: ClassVar = "files.picture.changed"

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        return _("Picture changed")


@dataclass(frozen=True)
class PictureRemoved(AboutPicture):
    kind: ClassVar = "files.picture.deleted"

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        return _("Picture removed")
