"""An index for the numbers in the bin: they are looked up for every new customer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_sent_form")]

    operations = [
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)),
                fields=["number"],
                name="customer_number_in_bin",
            ),
        ),
    ]
