"""The owners of points are indexed in halves: every point has one owner, not two."""

from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_number_in_bin")]

    operations = [
        operation
        for name in ("customer", "contact")
        for operation in (
            migrations.AlterField(
                model_name="contactpoint",
                name=name,
                field=models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=PROTECT,
                    related_name="points",
                    to=f"customers.{name}",
                ),
            ),
            migrations.AddIndex(
                model_name="contactpoint",
                index=models.Index(
                    condition=models.Q((f"{name}__isnull", False)),
                    fields=[name],
                    name=f"point_of_{name}",
                ),
            ),
        )
    ]
