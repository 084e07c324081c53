"""Gives the names there are their sounds."""

from collections.abc import Callable

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from klientel.foundation.lib import sounds

AT_ONCE = 1_000


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    _fill(apps, "Customer", lambda row: sounds.of_company(row.name_fold))
    _fill(apps, "Contact", _of_contact)


def _of_contact(row: object) -> str:
    """An e-mail address that stands for a name has no sound."""
    has_name = getattr(row, "last_name", "") or getattr(row, "first_name", "")
    return sounds.of_person(getattr(row, "name_fold", "")) if has_name else ""


def _fill(apps: Apps, name: str, sound: Callable[..., str]) -> None:
    rows = apps.get_model("customers", name)._base_manager
    last = 0
    while piece := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        for row in piece:
            row.name_sound = sound(row)
        rows.bulk_update(piece, ["name_sound"], batch_size=200)
        last = piece[-1].pk


def leave(_apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The column goes with the migration before."""


class Migration(migrations.Migration):
    dependencies = [("customers", "0018_merged_and_sounds")]

    operations = [migrations.RunPython(fill, leave)]
