"""One field of a record, edited in the cell of a list: that of the record's own form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from klientel.domains.customers.custom import PREFIX
from klientel.foundation.access import Actor
from klientel.services.customfields import values
from klientel.services.customfields.inputs import made
from klientel.services.customfields.kinds import VALUES
from klientel.services.customfields.models import Definition

from .contact import ContactForm
from .customer import Colleagues, CustomerForm
from .many import switch
from .parents import let_read

FORM_ID = "cell"  # of the form that stands beside the list: the list is within one itself


def of_customer(
    data: QueryDict | None, name: str, *, fields: Mapping[str, Any], reader: Actor
) -> forms.Form:
    form = CustomerForm(data, initial=dict(fields), auto_id="cell_%s", use_required_attribute=False)
    let_read(form, reader)
    if name == "account_manager":
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = Colleagues.present().managers(fields[name])
    return _only(form, name)


def of_custom(
    data: QueryDict | None, definition: Definition, *, fields: Mapping[str, Any], home: str
) -> forms.Form:
    """Under the name that lists and histories call it by."""
    name, held = f"{PREFIX}{definition.key}", fields.get(VALUES, {}).get(definition.key)
    initial = {name: values.typed(definition, held, home=home)}
    form = forms.Form(data, initial=initial, auto_id="cell_%s", use_required_attribute=False)
    form.fields[name] = made(definition, held)
    return _only(form, name)


def of_contact(data: QueryDict | None, name: str, *, fields: Mapping[str, Any]) -> forms.Form:
    form = ContactForm(data, initial=dict(fields), auto_id="cell_%s", use_required_attribute=False)
    return _only(form, name)


def _only(form: forms.Form, name: str) -> forms.Form:
    for other in [other for other in form.fields if other != name]:
        del form.fields[other]
    field = form.fields[name]
    if isinstance(field, forms.BooleanField):
        field = form.fields[name] = switch(name, field.label)
        form.initial[name] = "yes" if form.initial[name] else "no"
    field.help_text = ""
    field.widget.attrs |= {"form": FORM_ID, "autofocus": True}
    return form
