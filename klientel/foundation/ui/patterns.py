"""The pattern page: every component once, in its states. Installed for development and tests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from klientel.foundation.access import PUBLIC, Actor, requires

from .htmx import render_fragment
from .menu import BoundAction
from .picking import Option, PickField
from .toasts import toast

ROWS = [
    ("Achterberg & Söhne Tiefbau GmbH", "10482", "Bauunternehmen", "Berlin", "31"),
    ("Alpenrand Mietpark GmbH", "10077", "Vermieter", "Kempten", "142"),
    ("Brückmeier Ingenieurbau AG", "10519", "Bauunternehmen", "Frankfurt am Main", "58"),
    ("Dörnfeld Arbeitsbühnen GmbH & Co. Vermietungs-KG", "10233", "Vermieter", "Paderborn", "87"),
    ('"><b hx-get="/" onmouseover="alert(1)">', "10341", '" hx-get="/', "Husum", "4"),
]
ACTIONS = [
    BoundAction("Kunden bearbeiten", "pencil", "/_patterns", "page", "any", "", "e"),
    BoundAction("Zusammenführen", "link-2", "/_patterns", "page", "many", "", ""),
    BoundAction("Kunden löschen", "trash-2", "/_patterns/dialog", "dialog", "any", "danger", ""),
]


GIVEN = {
    "name": "Kößlinger Erdbau GmbH",
    "email": "werkstatt@niederstroem",
    "kind": "c",
    "people": ["2"],
}
PEOPLE = [
    (1, Option("Miriam Vogt", "Admin")),
    (2, Option('"><b hx-get="/" onmouseover="alert(1)">', "Techniker")),
    (3, Option("Jana Öztürk", mark="Deaktiviert")),
]


@dataclass(frozen=True)
class Column:
    name: str
    title: str
    shown: bool
    locked: bool = False


COLUMNS = [
    Column("name", "Name", shown=True, locked=True),
    Column("city", "Ort", shown=True),
    Column("note", "Notiz", shown=False),
]


class Sample(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name", help_text="Wie im Handelsregister")
    email = forms.EmailField(label="E-Mail-Adresse")
    segment = forms.ChoiceField(
        label="Segment", choices=[("a", "Bauunternehmen"), ("b", "Vermieter")]
    )
    note = forms.CharField(label="Notiz", widget=forms.Textarea(attrs={"rows": 2}))
    active = forms.BooleanField(label="Aktiv")
    kind = forms.ChoiceField(
        label="Art", choices=[("c", "Unternehmen"), ("p", "Person")], widget=forms.RadioSelect
    )
    tags = forms.MultipleChoiceField(
        label="Sprachen",
        choices=[("de", "Deutsch"), ("fr", "Französisch")],
        widget=forms.CheckboxSelectMultiple,
    )
    people = PickField(label="Mitglieder", choices=PEOPLE)
    locked = forms.CharField(label="Externe Referenz", disabled=True, required=False)
    file = forms.FileField(label="Datei")


class Row(forms.Form):
    last_name = forms.CharField(label="Nachname")
    email = forms.EmailField(label="E-Mail-Adresse")


@requires(PUBLIC)
def patterns(request: HttpRequest) -> HttpResponse:
    if "toast" in request.GET:
        toast(
            request, "Kunde „Isarwinkel“ gelöscht", detail="3 Kontakte gelöscht", undo="/_patterns"
        )
        toast(request, "Gespeichert")
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    someone = replace(actor, user_id=1, label="Miriam Vogt")
    request.actor = someone  # type: ignore[attr-defined]  # the middleware sets it
    form = Sample(GIVEN)
    formset = forms.formset_factory(Row, extra=1)(prefix="contacts")
    rows = [SimpleNamespace(pk=n, values=row) for n, row in enumerate(ROWS)]
    context = {
        "form": form,
        "filters": Sample(prefix="filter"),
        "formset": formset,
        "rows": rows,
        "actions": ACTIONS,
        "columns": COLUMNS,
    }
    return render_fragment(request, "patterns/page.html", "results", context)


@requires(PUBLIC)
def dialog(request: HttpRequest) -> HttpResponse:
    return render_fragment(request, "patterns/dialog.html", "dialog", {"names": ROWS})


@requires(PUBLIC)
def plain(request: HttpRequest) -> HttpResponse:
    return render(request, "patterns/plain.html", {"form": Sample()})
