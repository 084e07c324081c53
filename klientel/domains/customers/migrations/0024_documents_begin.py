"""What the search documents of customers and contacts begin with, where the engine uses it."""

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Left

from klientel.services.search.backends import engine
from klientel.services.search.models import BEGINNING, KINDS


def fill(apps, editor):
    own = engine(editor.connection)
    if not own.ORDERS:
        return
    documents = apps.get_model("search", "Document").objects
    own.drop(editor)  # made anew afterwards: to change it three million times takes far longer
    for kind in ("Customer", "Contact"):
        rows = apps.get_model("customers", kind).objects.filter(pk=OuterRef("pk") / KINDS)
        begins = Left(Subquery(rows.values("name_fold")), BEGINNING)
        documents.filter(kind=f"customers.{kind.lower()}").update(begins=begins)
    own.create(editor)


class Migration(migrations.Migration):
    dependencies = [("customers", "0023_has_primary"), ("search", "0002_begins")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
