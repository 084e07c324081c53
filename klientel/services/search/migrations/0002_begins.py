"""Documents say how the name begins that their things are sorted by, where the engine uses it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import klientel.foundation.db.fields
from klientel.services.search.backends import engine


def arrange(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    engine(editor.connection).arrange(editor)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="begins",
            field=klientel.foundation.db.fields.BytewiseCharField(max_length=24, null=True),
        ),
        migrations.RunPython(arrange, migrations.RunPython.noop),
    ]
