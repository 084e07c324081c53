"""The table of search documents and the engine's own index beside it."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from klientel.services.search.backends import engine


def create(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    engine(editor.connection).create(editor)


def drop(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    engine(editor.connection).drop(editor)


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=50)),
                ("customer_id", models.BigIntegerField(null=True)),
                ("text", models.TextField()),
            ],
        ),
        migrations.RunPython(create, drop),
    ]
