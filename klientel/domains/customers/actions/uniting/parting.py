"""A merge taken back, also later: what moved goes back, what was added since is asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from klientel.domains.customers import followers
from klientel.domains.customers.actions.primaries import in_two_steps
from klientel.domains.customers.facts import (
    ContactsMerged,
    ContactsParted,
    CustomersMerged,
    CustomersParted,
)
from klientel.domains.customers.followers import Follower
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.foundation.db.rows import Row, label
from klientel.services.journal.facts import Subject
from klientel.services.journal.models import Entry
from klientel.services.journal.undo import Outcome, undo_batch
from klientel.services.journal.writing import Work, writing

Sides = Mapping[Subject, int]  # by row, the record it goes to
MERGES: Mapping[str, type[Customer] | type[Contact]] = {
    CustomersMerged.kind: Customer,
    ContactsMerged.kind: Contact,
}


@dataclass(frozen=True)
class Added:
    """A row that came to the winner after the merge."""

    follower: Follower
    row: Row

    @property
    def subject(self) -> Subject:
        return label(type(self.row)), self.row.pk

    @property
    def side(self) -> str:
        """The field that says where it goes."""
        return "side_{}_{}".format(*self.subject)

    @property
    def kind(self) -> str:
        return str(self.follower.counted % {"count": 1}) if self.follower.counted else ""


def merge_of(batch: str) -> Entry | None:
    """The merge this act was, if it was one and still holds."""
    entries = Entry.objects.filter(batch=batch, kind__in=MERGES, undone_by="")
    return entries.select_related("batch").order_by("-pk").first()


def dropped(entry: Entry) -> Sequence[Customer | Contact]:
    wanted = {"pk__in": entry.data["dropped"], "merged_into__isnull": False}
    if MERGES[entry.kind] is Customer:
        return list(Customer.objects.filter(**wanted).order_by("pk"))
    return list(Contact.objects.filter(**wanted).order_by("pk"))


def added_since(actor: Actor, entry: Entry) -> list[Added]:
    """What the actor sees of it."""
    model = MERGES.get(entry.kind)
    if model is None:
        return []
    kept = entry.data["kept"]
    found: list[Added] = []
    for follower in followers.of(label(model)):
        if follower.counted is None:
            continue
        new = follower.seen(actor).filter(**{follower.key: kept}, created_at__gt=entry.at)
        found += [Added(follower, row) for row in new.order_by("pk")]
    return found


def unmerge(actor: Actor, entry: Entry, sides: Sides) -> Outcome:
    """Undo the merge; rows of `sides` that were added since go to the records named there.

    Raises as `undo_batch`. What somebody changed since stays and is named in the outcome.
    """
    model = MERGES[entry.kind]
    actor.require("customers.merge" if model is Customer else "contacts.merge")
    given: dict[int, list[Added]] = defaultdict(list)
    allowed = {record.pk for record in dropped(entry)}
    for added in added_since(actor, entry):
        side = sides.get(added.subject)
        if side in allowed:
            given[side or 0].append(added)
    outcome = undo_batch(actor, entry.batch_id)
    targets: Sequence[Customer | Contact] = (
        list(Customer.objects.visible_to(actor).filter(pk__in=given).order_by("pk"))
        if model is Customer
        else list(Contact.objects.visible_to(actor).filter(pk__in=given).order_by("pk"))
    )
    if targets:
        with writing(actor.via("undo", batch=outcome.batch)) as work:
            for target in targets:
                _give(work, entry, target, given=given[target.pk])
    return outcome


def _give(work: Work, entry: Entry, target: Customer | Contact, *, given: Sequence[Added]) -> None:
    by_follower: dict[int, list[Added]] = defaultdict(list)
    for added in given:
        by_follower[id(added.follower)].append(added)
    count = 0
    for group in by_follower.values():
        follower = group[0].follower
        keys = [added.row.pk for added in group]
        locked = follower.model._base_manager.select_for_update(of=("self",))
        coming = list(locked.filter(pk__in=keys, deleted_at=None).order_by("pk"))
        own = follower.rows([target.pk], is_locked=True)
        united = follower.unite(target, own, coming)
        changes = [(row, {follower.key: target.pk, **values}) for row, values in united.moved]
        for step in in_two_steps(changes):
            count += len(work.update(*step))
    if count:
        fact = CustomersParted if isinstance(target, Customer) else ContactsParted
        work.record(
            fact(name=target.name, count=count, kept_id=entry.data["kept"], parted_id=target.pk)
        )
