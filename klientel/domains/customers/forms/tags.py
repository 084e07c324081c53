"""The forms of the list of tags."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.domains.customers.choices import TagColor
from klientel.domains.customers.tag import Tag
from klientel.foundation.access import Actor

from .categories import IN_DIALOG


class TagForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("tag", "Name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    color = forms.ChoiceField(label=_("Colour"), choices=TagColor, widget=forms.RadioSelect)
    use_required_attribute = False

    def __init__(self, data: Any, *, row: Tag) -> None:
        initial = {"name": row.name, "color": row.color}
        super().__init__(data, initial=initial, auto_id=IN_DIALOG)


class NewTagForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("tag", "Name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    color = forms.ChoiceField(
        label=_("Colour"), choices=[("", _("Automatic")), *TagColor.choices], required=False
    )
    use_required_attribute = False


class MergeTagForm(forms.Form):
    into = forms.ChoiceField(
        label=_("What has it gets instead"),
        error_messages={"required": _("Choose another tag.")},
    )
    use_required_attribute = False

    def __init__(self, data: Any, *, actor: Actor, row: Tag) -> None:
        super().__init__(data, auto_id=IN_DIALOG)
        others = Tag.objects.visible_to(actor).exclude(pk=row.pk).in_order()
        field = self.fields["into"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(key), name) for key, name in others.values_list("pk", "name")]
