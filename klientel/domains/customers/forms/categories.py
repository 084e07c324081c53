"""The forms of the lists of categories."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.domains.customers.category import Category
from klientel.foundation.access import Actor

NOTHING = "none"
IN_DIALOG = "dialog_%s"  # beside the form of the page below it


def _pairs(rows: Any) -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in rows.in_order().values_list("pk", "name")]


def _tops(actor: Actor) -> list[tuple[str, str]]:
    return _pairs(Category.objects.visible_to(actor).filter(parent=None))


def _name() -> forms.CharField:
    return forms.CharField(
        label=pgettext_lazy("category", "Name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _choices(form: forms.Form, name: str, pairs: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = pairs


class NewCategoryForm(forms.Form):
    name = _name()
    parent = forms.ChoiceField(label=_("Below"), required=False)
    use_required_attribute = False

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        top = ("", str(_("None, a category of its own")))
        _choices(self, "parent", [top, *_tops(actor)])


class CategoryForm(forms.Form):
    """Its name; of a sub-category also where it belongs."""

    name = _name()
    parent = forms.ChoiceField(label=_("Customer category"))
    use_required_attribute = False

    def __init__(self, data: Any, *, actor: Actor, row: Category) -> None:
        initial = {"name": row.name, "parent": row.parent_id}
        super().__init__(data, initial=initial, auto_id=IN_DIALOG)
        if row.parent_id:
            _choices(self, "parent", _tops(actor))
        else:
            del self.fields["parent"]


class ReplacementForm(forms.Form):
    replacement = forms.ChoiceField(
        label=_("These customers get instead"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what replaces it.")},
    )
    use_required_attribute = False

    def __init__(self, data: Any, *, actor: Actor, row: Category) -> None:
        super().__init__(data, auto_id=IN_DIALOG)
        beside = Category.objects.visible_to(actor).filter(parent=row.parent_id).exclude(pk=row.pk)
        nothing = _("No sub-category") if row.parent_id else _("No category")
        _choices(self, "replacement", [*_pairs(beside), (NOTHING, str(nothing))])
