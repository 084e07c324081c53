"""The file about a person (Art. 15 and 20): a page to read, and an archive to take along."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from klientel.foundation.access import Actor
from klientel.services.files import store
from klientel.services.files.models import Purpose, StoredFile
from klientel.services.journal.queries import Item
from klientel.services.transfer.about import Came

from .custom import flat
from .display import Words, label
from .models import Contact
from .pages import home
from .person import Person, as_data, paths
from .timeline import Difference, differences

STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;border-bottom:1px solid #999;margin-top:2rem}
dl>div{display:grid;grid-template-columns:14rem 1fr;border-bottom:1px solid #ddd;padding:.25rem 0}
dt{color:#555}dd{margin:0;white-space:pre-line}ul{padding-left:1.2rem}li{margin:.4rem 0}
.text-muted{color:#555}.whitespace-pre-line{white-space:pre-line}
"""


@dataclass(frozen=True)
class Happened:
    """A line of the history with all that was written."""

    item: Item
    differences: Sequence[Difference]


@dataclass
class PersonFile:
    """One contact as the file tells it, in the language that is active."""

    person: Person

    def __post_init__(self) -> None:
        self.words = Words(home(), self.person.actor)

    @property
    def contact(self) -> Contact:
        return self.person.contact

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Every field that says something."""
        said = [(label(name), self._said(name, value)) for name, value in self._fields()]
        return [(title, text) for title, text in said if text]

    def _fields(self) -> Iterable[tuple[str, Any]]:
        return flat(self.person.fields).items()

    def _said(self, name: str, value: Any) -> str:
        return self.words.say(name, value) if value not in ("", [], None) else ""

    @property
    def history(self) -> list[Happened]:
        return [Happened(item, differences(item.data, self.words)) for item in self.person.history]

    @property
    def notes(self) -> list[tuple[Any, str]]:
        person = self.person
        return [(note, person.authors.get(note.pk, "")) for note in person.notes]

    @property
    def naming(self) -> list[tuple[Any, str]]:
        person = self.person
        return [(note, person.authors.get(note.pk, "")) for note in person.naming]

    @property
    def files(self) -> list[tuple[str, StoredFile]]:
        return list(paths(self.person.files))

    @property
    def imports(self) -> list[Came]:
        return self.person.imports


def asked_for(actor: Actor, key: int) -> Contact:
    """Of the bin as well: whoever is there can ask what is known of them. Raises Http404."""
    seen = Contact.objects.visible_to(actor).filter(pk=key).first()
    if seen is not None:
        return seen
    return get_object_or_404(Contact.objects.visible_to(actor, deleted=True), pk=key)


def person_file(actor: Actor, contact: Contact) -> PersonFile:
    """Raises PermissionDenied. The contact is one this actor sees, in the bin or not."""
    actor.require("privacy.disclose")
    return PersonFile(Person(actor, contact))


def readable(found: PersonFile, language: str) -> SafeString:
    """The readable half, in the language it is wanted in."""
    with translation.override(language):
        return render_to_string("contacts/parts/person.html", {"file": found})


def archive(found: PersonFile, language: str) -> BinaryIO:
    """A zip: the page to read, everything by stable names, the files. On disk, not in memory."""
    target = tempfile.TemporaryFile()  # noqa: SIM115  # CONFIG: the response closes it
    context = {"name": found.contact.name, "content": readable(found, language)}
    with translation.override(language):
        page = render_to_string("contacts/person_archive.html", {**context, "language": language})
    data = json.dumps(as_data(found.person), ensure_ascii=False, indent=2, default=str)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("index.html", page)
        packed.writestr("style.css", STYLE)
        packed.writestr("person.json", data)
        for path, file in found.files:
            content = store.path(file.digest)
            if content.exists():
                packed.write(content, path)
    target.seek(0)
    return cast("BinaryIO", target)


def file_name(contact: Contact) -> str:
    return f"klientel-{contact.pk}-{timezone.localdate().isoformat()}.zip"


def counts(found: PersonFile) -> dict[str, int]:
    """What the security log keeps of it: no names."""
    kept = [file for file in found.person.files if file.purpose == Purpose.FILE]
    return {
        "contact": found.contact.pk,
        "files": len(kept),
        "entries": len(found.person.history),
        "mails": len(found.person.mails),
    }
