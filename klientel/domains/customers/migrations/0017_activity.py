from django.db import migrations, models
from django.db.models import F


def from_last_change(apps, _schema_editor):
    apps.get_model("customers", "Customer").objects.update(activity_at=F("updated_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0016_in_bin'),
    ]

    operations = [
        migrations.AddField(
            model_name='customer',
            name='activity_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(from_last_change, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='customer',
            name='activity_at',
            field=models.DateTimeField(editable=False),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(condition=models.Q(('deleted_at', None)), fields=['activity_at', 'id'], name='customer_activity'),
        ),
    ]
