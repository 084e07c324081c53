"""A pass over all records: in chunks, each accounted for in the transaction that writes it.

Three stages: the keys of every record, the pairs that share one, the groups they make. Whoever
takes up what a killed worker left goes on behind the last chunk. What is to be written is thought
out beforehand, so that nobody else waits for long.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from hashlib import blake2b
from itertools import combinations, groupby
from time import perf_counter
from typing import Any, Final

from django.db.models import Count, F, QuerySet
from django.utils import timezone

from klientel.domains.customers.likeness import LIKELIHOOD, Profile, compare
from klientel.domains.customers.models import (
    Contact,
    Customer,
    Distinct,
    DoubleGroup,
    DoubleKey,
    DoublePair,
    DoubleRun,
)
from klientel.domains.customers.models.doubles import Of
from klientel.foundation.access import SYSTEM, Actor
from klientel.foundation.db import bulk
from klientel.services.journal.writing import writing
from klientel.services.runs.leases import LeaseLost, is_held

from . import profiles

RECORDS: Final = 1_000  # of a chunk
KEYS: Final = 500
CROWD: Final = 40  # records that share one key: beyond it each is compared with its neighbours
NEIGHBOURS: Final = 8
LARGEST: Final = 10  # records of a group: as many as can be merged at once
BEFORE_ALL: Final = -(2**63)
Stage = DoubleRun.Stage
Watch = Callable[[DoubleRun], None]
Write = Callable[[], object]


def open_run(actor: Actor, of: Of) -> DoubleRun:
    """The one at work, if there is one: two would find the same."""
    actor.require(f"{of.value}.merge")
    with writing(actor):
        busy = DoubleRun.objects.select_for_update().filter(of=of).exclude(stage=Stage.DONE)
        if (found := busy.first()) is not None:
            return found
        total = _records(of).count()
        return DoubleRun.objects.create(of=of, owner_id=actor.user_id, total=total)


def reclaimable() -> list[DoubleRun]:
    """Those that nobody works on."""
    found = DoubleRun.objects.exclude(stage=Stage.DONE).order_by("pk")
    return [run for run in found if not is_held(run)]


def work(run_id: int, worker: str, watch: Watch | None = None) -> bool:
    """Do what is left of a run. False when someone else has it."""
    run = _claim(run_id, worker)
    if run is None:
        return False
    steps = {Stage.KEYS: _read_chunk, Stage.PAIRS: _compare_chunk, Stage.GROUPS: _group}
    try:
        while run.is_working:
            begun = perf_counter()
            write = steps[Stage(run.stage)](run)
            with writing(SYSTEM):
                write()
                _move_on(run, perf_counter() - begun)
            if watch:
                watch(run)
    except LeaseLost:
        return False
    return True


def _claim(run_id: int, worker: str) -> DoubleRun | None:
    with writing(SYSTEM):
        rows = DoubleRun.objects.select_for_update(of=("self",)).exclude(stage=Stage.DONE)
        run = rows.filter(pk=run_id).first()
        if run is None or (is_held(run) and run.worker != worker):
            return None
        run.worker, run.heartbeat = worker, timezone.now()
        run.save(update_fields=["worker", "heartbeat"])
    return run


def _move_on(run: DoubleRun, seconds: float) -> None:
    run.heartbeat = timezone.now()
    is_over = not run.is_working
    moved = DoubleRun.objects.filter(pk=run.pk, worker=run.worker).update(
        stage=run.stage,
        cursor=run.cursor,
        done=run.done,
        total=run.total,
        found=run.found,
        heartbeat=None if is_over else run.heartbeat,
        finished_at=timezone.now() if is_over else None,
        seconds=F("seconds") + seconds,
    )
    if not moved:
        raise LeaseLost(run.pk)


def _records(of: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = Customer.objects.all() if of == Of.CUSTOMERS else Contact.objects.all()
    return rows.filter(deleted_at=None)


def _read_chunk(run: DoubleRun) -> Write:
    live = _records(run.of).filter(pk__gt=run.cursor).order_by("pk")
    keys = list(live.values_list("pk", flat=True)[:RECORDS])
    if not keys:
        return _next_stage(run, Stage.PAIRS, _shared(run).count())
    rows = [
        DoubleKey.make(run.pk, digest(key), profile.key)
        for profile in profiles.read(run.of, keys).values()
        for key in dict.fromkeys(profile.blocks())
    ]
    run.cursor, run.done = keys[-1], run.done + len(keys)
    return partial(bulk.insert, rows)


def digest(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), signed=True)


def _next_stage(run: DoubleRun, stage: DoubleRun.Stage, total: int) -> Write:
    run.stage, run.cursor, run.done, run.total = stage.value, BEFORE_ALL, 0, total
    return lambda: None


def _shared(run: DoubleRun) -> QuerySet[Any]:
    """The keys that several records have."""
    keys = DoubleKey.objects.filter(run=run).values("key").order_by("key")
    return keys.annotate(n=Count("pk")).filter(n__gt=1)


def _compare_chunk(run: DoubleRun) -> Write:
    shared = _shared(run).filter(key__gt=run.cursor)
    keys = list(shared.values_list("key", flat=True)[:KEYS])
    if not keys:
        return _next_stage(run, Stage.GROUPS, 0)
    members = DoubleKey.objects.filter(run=run, key__gte=keys[0], key__lte=keys[-1])
    rows = list(members.order_by("key", "record").values_list("key", "record"))
    blocks = [
        records
        for _key, group in groupby(rows, lambda row: row[0])
        if len(records := [record for _same, record in group]) > 1
    ]
    known = profiles.read(run.of, {record for block in blocks for record in block})
    pairs = {pair for block in blocks for pair in _pairs(block, known)}
    found = [
        DoublePair(
            run_id=run.pk, first=a, second=b, score=like.score, reasons=" ".join(like.reasons)
        )
        for a, b in sorted(pairs)
        if (like := compare(known[a], known[b])).score >= LIKELIHOOD
    ]
    run.cursor, run.done = keys[-1], run.done + len(keys)
    return partial(DoublePair.objects.bulk_create, found, batch_size=500, ignore_conflicts=True)


def _pairs(block: Sequence[int], known: dict[int, Profile]) -> Iterable[tuple[int, int]]:
    """Each with each; in a crowd those that stand next to each other by name."""
    there = sorted({record for record in block if record in known})
    if len(there) <= CROWD:
        return combinations(there, 2)
    there.sort(key=lambda record: (known[record].name, record))
    return (
        (min(one, other), max(one, other))
        for place, one in enumerate(there)
        for other in there[place + 1 : place + 1 + NEIGHBOURS]
    )


def _group(run: DoubleRun) -> Write:
    """The surest pairs first; a group that is full takes nobody else."""
    apart = distinct(run.of)
    pairs = [
        pair
        for pair in DoublePair.objects.filter(run=run).order_by("-score", "first", "second")
        if (pair.first, pair.second) not in apart
    ]
    groups = _components(pairs)
    _next_stage(run, Stage.DONE, run.total)
    run.found = len(groups)
    return partial(_write_groups, run, groups)


def _write_groups(run: DoubleRun, groups: Sequence[Sequence[DoublePair]]) -> None:
    rows = [DoubleGroup(run_id=run.pk, score=group[0].score) for group in groups]
    bulk.insert(rows)
    for row, group in zip(rows, groups, strict=True):
        for pair in group:
            pair.group_id = row.pk
    bulk.update([pair for group in groups for pair in group], ["group_id"])
    DoubleKey.objects.filter(run=run).delete()
    DoubleRun.objects.filter(of=run.of, stage=Stage.DONE).delete()


def _components(pairs: Iterable[DoublePair]) -> list[list[DoublePair]]:
    members: dict[int, set[int]] = {}
    held: dict[int, list[DoublePair]] = {}
    for pair in pairs:
        mine = members.setdefault(pair.first, {pair.first})
        theirs = members.setdefault(pair.second, {pair.second})
        if mine is not theirs:
            if len(mine) + len(theirs) > LARGEST:
                continue
            mine |= theirs
            held.setdefault(id(mine), []).extend(held.pop(id(theirs), []))
            members |= dict.fromkeys(theirs, mine)
        held.setdefault(id(mine), []).append(pair)
    found = [sorted(group, key=lambda pair: -pair.score) for group in held.values()]
    return sorted(found, key=lambda group: (-group[0].score, group[0].first))


def distinct(of: str) -> Collection[tuple[int, int]]:
    """What somebody told apart; said of a merged record, it holds for what that lives on in."""
    rows = Distinct.objects.filter(of=of, deleted_at=None)
    model: type[Customer] | type[Contact] = Customer if of == Of.CUSTOMERS else Contact
    merged = model._default_manager.filter(merged_into__isnull=False)
    into: dict[int, int] = dict(merged.values_list("pk", "merged_into_id"))
    pairs = ((into.get(a, a), into.get(b, b)) for a, b in rows.values_list("first", "second"))
    return {(min(pair), max(pair)) for pair in pairs}
