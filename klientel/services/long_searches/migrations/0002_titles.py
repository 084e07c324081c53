"""The title of a search in each language; one that is there is kept as it is."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keep(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """A person has twenty at most, each for seven days."""
    rows = apps.get_model("long_searches", "LongSearch")._base_manager
    for search in rows.iterator():
        rows.filter(pk=search.pk).update(titles={"": search.title})


class Migration(migrations.Migration):
    dependencies = [("long_searches", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="longsearch", name="titles", field=models.JSONField(default=dict)
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
        migrations.RemoveField(model_name="longsearch", name="title"),
    ]
