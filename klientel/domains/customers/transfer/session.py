"""One pass through a file: each row finds the record it means, or becomes a new one.

Rows of one file that mean the same record are laid over each other in their order: the first is
counted as created or changed, a later one as changed if it says something new, else as the same.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from klientel.domains.customers import display, tombstones
from klientel.domains.customers.actions.colleagues import Colleagues
from klientel.domains.customers.custom import PREFIX
from klientel.domains.customers.errors import Conflict, Outcome
from klientel.domains.customers.matching import Found, Keys
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.accounts.models import Company
from klientel.services.transfer.importers import Difference, Problem, Result, Setting
from klientel.services.transfer.parsing import Line

from .merging import merged
from .reading import FileRow, Reader

R = TypeVar("R", Customer, Contact)
Errors = Mapping[str, Sequence[str]]


@dataclass
class Draft(Generic[R]):
    """A record as it stands and as the rows of this chunk want it."""

    row: R | None
    present: dict[str, Any]
    keys: Keys = field(default_factory=Keys)
    wanted: dict[str, Any] = field(default_factory=dict)
    people: list[Draft[Contact]] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    errors: Errors = field(default_factory=dict)
    country: str = ""  # a contact's telephone numbers are read by that of its customer


@dataclass
class Prepared(Generic[R]):
    results: list[Result]
    new: list[Draft[R]] = field(default_factory=list)
    old: dict[int, Draft[R]] = field(default_factory=dict)
    colleagues: Colleagues = field(default_factory=Colleagues)


@dataclass(frozen=True)
class Fresh:
    """The new record a row would make."""

    fields: dict[str, Any]
    errors: Errors
    remarks: list[Problem]


@dataclass
class Read:
    """A row with its keys and what will be said of it."""

    row: FileRow
    keys: Keys
    result: Result
    identities: tuple[int, ...]  # digests of what it shares with rows of the same record
    fresh: Fresh | None = None  # if it was made ahead


class Session(ABC, Generic[R]):
    def __init__(self, setting: Setting) -> None:
        self.actor = setting.actor
        self.match = setting.match
        self.home = Company.objects.current().country
        self.words = display.Words(self.home, self.actor)
        self._since = setting.since
        self._is_check = setting.is_check
        self._claimed: set[int] = set()
        self._old: dict[int, tombstones.Identities] = {}
        # In a check nothing is written: what earlier chunks would have created is remembered.
        self._virtual: dict[int, tuple[Keys, int]] = {}

    reader: Reader

    # What differs between customers and contacts --------------------------------------------

    @abstractmethod
    def read(self, line: Line, *, is_ahead: bool) -> Any:
        """As much of the reading as needs no database."""

    @abstractmethod
    def reads(self, rows: Sequence[Any]) -> list[Read]:
        """The rest of it."""

    @abstractmethod
    def keys(self, row: FileRow) -> Keys: ...

    @abstractmethod
    def find(self, rows: Sequence[Read]) -> Found[R]: ...

    @abstractmethod
    def load(self, records: Sequence[R]) -> list[Draft[R]]: ...

    @abstractmethod
    def draft(self, read: Read) -> Draft[R]: ...

    @abstractmethod
    def check(self, drafts: Sequence[Draft[R]], prepared: Prepared[R]) -> list[Errors]:
        """Make new records canonical; say what is wrong with each."""

    @abstractmethod
    def lay(self, draft: Draft[R], read: Read) -> list[Difference]:
        """Lay a row over a record. Raises Wrong."""

    @abstractmethod
    def change(self, drafts: Sequence[Draft[R]]) -> Outcome:
        """Write what is wanted of records there are. Raises Conflict for one that is gone."""

    # What they share --------------------------------------------------------------------------

    def prepare(self, rows: Sequence[Any]) -> Prepared[R]:
        reads = self.reads(rows)
        prepared: Prepared[R] = Prepared([read.result for read in reads])
        open_ones = [read for read in reads if read.result.outcome != "refused"]
        matched, rest = self._matched(open_ones)
        records = {record.pk: record for _read, record in matched}
        self._old |= tombstones.identities(list(records.values()))
        prepared.old = {d.row.pk: d for d in self.load(list(records.values())) if d.row}
        for read, record in matched:
            self._lay(prepared.old[record.pk], read)
        while rest:
            rest = self._create(rest, prepared)
        return prepared

    def _matched(self, reads: Sequence[Read]) -> tuple[list[tuple[Read, R]], list[Read]]:
        found = self.find(reads)
        matched: list[tuple[Read, R]] = []
        rest: list[Read] = []
        for read in reads:
            match = found.choose(read.keys, match=self.match, is_claimed=self._is_claimed)
            if match.record is None:
                rest.append(read)
                continue
            self._claimed.add(match.record.pk)
            matched.append((read, match.record))
            if match.ties:
                self._say_ties(read, match.ties)
        return matched, rest

    def begin(self, row: FileRow) -> Read:
        fields = row.said.fields
        person = f"{fields.get('first_name', '')} {fields.get('last_name', '')}".strip()
        name = fields.get("name") or person or next(iter(row.said.emails), "")
        main = row.said.addresses.get(0, {})
        place = f"{main.get('postal_code', '')} {main.get('city', '')}".strip()
        result = Result(row.row, name=name, detail=place, errors=row.errors, remarks=row.remarks)
        if row.errors:
            result.outcome, result.remarks = "refused", []
        keys = self.keys(row)
        return Read(row, keys, result, tuple(map(hash, keys.identities())))

    def keep(self, read: Read, name: str, reason: str) -> None:
        """What cannot be taken goes to the note, and its column is named."""
        value = read.row.said.fields.pop(name)
        read.fresh = None
        column = self.reader.column[name]
        read.row.kept[column] = value
        read.row.remarks.append(Problem(column, value, reason))

    def leave_identity(self, row: R, said: dict[str, Any]) -> None:
        """A row that goes by what a merged record was known by does not rename the one it means."""
        old = self._old.get(row.pk)
        if old is None:
            return
        if said.get("number") in old.numbers:
            del said["number"]
        if (said.get("external_source", ""), said.get("external_id")) in old.references:
            del said["external_id"]
            said.pop("external_source", None)

    def _is_claimed(self, record: R) -> bool:
        """Another row of this file has meant it already."""
        written = self._since is not None and record.updated_at >= self._since
        return record.pk in self._claimed or written

    def _say_ties(self, read: Read, ties: int) -> None:
        reason = _("%(count)s others fit as well; the oldest was taken.") % {"count": ties}
        read.result.remarks.append(Problem("", read.result.name, reason))

    def _create(self, rows: Sequence[Read], prepared: Prepared[R]) -> list[Read]:
        """New records for rows that mean none. Returns those that must wait for an earlier row."""
        waiting: list[Read] = []
        fresh: dict[int, Draft[R]] = {}
        drafts: list[tuple[Draft[R], Read]] = []
        accepted = {i: draft for draft in prepared.new for i in draft.reads[0].identities}
        for read in rows:
            if (leader := _same(accepted, read)) is not None:
                self._lay(leader, read)
            elif _same(fresh, read) is not None:
                waiting.append(read)
            elif not self._repeats(read):
                draft = self.draft(read)
                drafts.append((draft, read))
                fresh.update(dict.fromkeys(read.identities, draft))
        errors = self.check([draft for draft, _read in drafts], prepared) if drafts else []
        for (draft, read), wrong in zip(drafts, errors, strict=True):
            if wrong:
                self.refuse(read, wrong)
                continue
            read.result.outcome = "created"
            draft.reads.append(read)
            prepared.new.append(draft)
            if self._is_check:
                self._remember(draft, read)
        return waiting

    def _remember(self, draft: Draft[R], read: Read) -> None:
        told = (draft.keys, hash(repr(draft.present)))
        self._virtual.update(dict.fromkeys(read.identities, told))

    def _repeats(self, read: Read) -> bool:
        """In a check: whether an earlier chunk would have created what this row means."""
        if not self._virtual:
            return False
        found = (self._virtual.get(identity) for identity in read.identities)
        told = next((t for t in found if t and not t[0].contradicts(read.keys)), None)
        if told is None:
            return False
        draft = self.draft(read)
        errors = self.check([draft], Prepared([]))[0]
        if errors:
            self.refuse(read, errors)
        elif hash(repr(draft.present)) != told[1]:
            read.result.outcome = "changed"
            self._remember(draft, read)
        return True

    def _lay(self, draft: Draft[R], read: Read) -> None:
        result = read.result
        if draft.row is not None:
            result.key = draft.row.pk
        try:
            result.differences = self.lay(draft, read)
        except Wrong as wrong:
            self.refuse(read, wrong.errors)
            return
        result.outcome = "changed" if result.differences else "same"
        draft.reads.append(read)

    def fields(self, row: FileRow, present: Mapping[str, Any], read: Read) -> dict[str, Any]:
        """The fields a row asks for, its numbers read; what the note has no room for is named."""
        fields, cut = merged(row.said, present, row.kept)
        read.result.remarks += remarks_on(row, cut)
        return fields

    def differences(
        self, present: Mapping[str, Any], cleaned: Mapping[str, Any]
    ) -> dict[str, Difference]:
        return {
            name: Difference(
                display.label(name), self._shown(name, present.get(name)), self._shown(name, value)
            )
            for name, value in cleaned.items()
            if value != _present(present, name, value)
        }

    def _shown(self, name: str, value: object) -> str:
        is_said = bool(value) or value is False or name.startswith(PREFIX)
        return self.words.say(name, value) if is_said else ""

    def refuse(self, read: Read, errors: Errors) -> None:
        """Say what is wrong by the columns of the file. Nothing of the row was kept anywhere."""
        result = read.result
        result.outcome, result.key = "refused", None
        result.differences, result.remarks = [], []
        for path, sentences in errors.items():
            key = _property_of(path)
            title, value = self.reader.column.get(key, ""), read.row.cells.get(key, "")
            result.errors += [Problem(title, value, sentence) for sentence in sentences]

    def change_all(self, drafts: Sequence[Draft[R]]) -> None:
        """One that was deleted since it was matched is named, the others are written."""
        if not drafts:
            return
        try:
            outcome = self.change(drafts)
        except Conflict as conflict:
            gone = [draft for draft in drafts if draft.row == conflict.row]
            self.refuse_all(gone, {"__all__": [_("It was deleted meanwhile.")]})
            self.change_all([draft for draft in drafts if draft not in gone])
            return
        for place, errors in outcome.refused.items():
            self.refuse_all([drafts[place]], errors)

    def tell(self, drafts: Sequence[Draft[R]], outcome: Outcome) -> None:
        """What became of new records, to the rows that meant them."""
        for place, draft in enumerate(drafts):
            for read in draft.reads:
                if place in outcome.refused:
                    self.refuse(read, outcome.refused[place])
                else:
                    read.result.key = outcome.done[place].pk

    def refuse_all(self, drafts: Sequence[Draft[R]], errors: Errors) -> None:
        for draft in drafts:
            draft.people = []
            for read in draft.reads:
                self.refuse(read, errors)


def remarks_on(row: FileRow, cut: Sequence[str]) -> list[Problem]:
    """What is to be said of a row whose numbers are read; `cut`: columns cut to fit the note."""
    remarks = [*row.remarks]
    for title in cut:
        reason = _("The text was too long for the note and was cut.")
        remarks.append(Problem(title, row.kept[title], reason))
    return remarks


def external_of(fields: Mapping[str, Any]) -> tuple[str, str] | None:
    """Source and id, where the row has one."""
    return (fields["external_source"], fields["external_id"]) if fields.get("external_id") else None


class Wrong(Exception):
    """A row cannot be laid over the record it means."""

    def __init__(self, errors: Errors) -> None:
        super().__init__(errors)
        self.errors = errors


def _same(index: Mapping[int, Draft[R]], read: Read) -> Draft[R] | None:
    found = (index.get(identity) for identity in read.identities)
    return next((d for d in found if d is not None and not d.keys.contradicts(read.keys)), None)


def _present(present: Mapping[str, Any], name: str, value: object) -> Any:
    """Nothing is no custom value: a nought or a no is one."""
    return present.get(name, None if name.startswith(PREFIX) else type(value)())


def _property_of(path: str) -> str:
    """The property behind a path of the actions: `contacts.0.last_name`, `emails.1.value`."""
    if path.startswith(PREFIX):
        return path
    parts = [part for part in path.split(".") if not part.isdigit()]
    prefix = "contact_" if parts[0] == "contacts" and len(parts) > 1 else ""
    parts = parts[1:] if prefix else parts
    lists = {"emails": "email", "phones": "phone"}
    return prefix + (lists.get(parts[0]) or parts[-1])
