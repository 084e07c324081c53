"""What narrows the lists of customers and contacts."""

from __future__ import annotations

from functools import partial
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from klientel.foundation.db import narrowing
from klientel.foundation.ui.filtering import DayField, Filters, within_days

from . import choices, live, offered, parents, tagged
from .forms.parents import ParentField, let_read
from .purposes import PURPOSES

M = TypeVar("M", bound=models.Model)
SWITCHES = ("receives_notifications", "portal_access")
ANY = ("", pgettext_lazy("filter", "Any"))
YES_OR_NO = [ANY, ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
STATUS = [ANY, ("active", gettext_lazy("Active")), ("inactive", gettext_lazy("Inactive"))]


def tag_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=gettext_lazy("Tag"), required=False)


def offer_tags(form: Filters) -> None:
    field = form.fields["tag"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [ANY, *offered.words(form.actor).tags]


class DatedFilters(Filters):
    added_from = DayField(label=gettext_lazy("Date added from"))
    added_to = DayField(label=gettext_lazy("Date added until"))
    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=STATUS, required=False)

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("added_from"), self.cleaned_data.get("added_to")
        if first and last and last < first:
            self.add_error("added_to", _("This day is before the first."))
        return self.cleaned_data

    def narrow(self, queryset: models.QuerySet[M]) -> models.QuerySet[M]:
        given = self.given
        if given.get("status"):
            queryset = queryset.filter(active=given["status"] == "active")
        return within_days(
            queryset,
            "created_at",
            first=given.get("added_from"),
            last=given.get("added_to"),
            led=partial(narrowing.led, self.actor, live.of(queryset.model)),
        )


class CustomerFilters(DatedFilters):
    segment = forms.MultipleChoiceField(
        label=gettext_lazy("Segment"),
        choices=choices.Segment.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    type = forms.MultipleChoiceField(
        label=gettext_lazy("Type"),
        choices=choices.CustomerType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tag = tag_field()
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    subcategory = forms.ChoiceField(label=gettext_lazy("Sub-category"), required=False)
    vat_id = forms.ChoiceField(
        label=gettext_lazy("VAT ID"),
        choices=[
            ANY,
            ("yes", pgettext_lazy("VAT ID", "Given")),
            ("no", pgettext_lazy("VAT ID", "Missing")),
        ],
        required=False,
    )
    position = forms.ChoiceField(
        label=gettext_lazy("Parent company or subsidiary"),
        choices=[
            ANY,
            ("parent", gettext_lazy("Is a parent company")),
            ("subsidiary", gettext_lazy("Is a subsidiary")),
            ("independent", gettext_lazy("Independent")),
        ],
        required=False,
    )
    parent = ParentField()
    with_parent = forms.BooleanField(label=gettext_lazy("Parent company as well"), required=False)
    field_order = (
        "segment",
        "type",
        "category",
        "subcategory",
        "tag",
        "added_from",
        "added_to",
        "status",
        "vat_id",
        "position",
        "parent",
        "with_parent",
    )

    def prepare(self) -> None:
        let_read(self, self.actor)
        offer_tags(self)
        words = offered.words(self.actor)
        lists = {"category": words.categories, "subcategory": words.subcategories}
        for name, choices_ in lists.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [ANY, *choices_]

    def narrow(self, queryset: models.QuerySet[M]) -> models.QuerySet[M]:
        given = self.given
        for name in ("segment", "type"):
            if given.get(name):
                queryset = queryset.filter(**{f"{name}__in": given[name]})
        for name in ("category", "subcategory"):
            if given.get(name):
                queryset = queryset.filter(**{name: int(given[name])})
        if given.get("tag"):
            queryset = queryset.filter(tagged.with_any("customer", [int(given["tag"])]))
        if given.get("vat_id"):
            without = models.Q(vat_id="")
            queryset = queryset.filter(~without if given["vat_id"] == "yes" else without)
        return super().narrow(self._narrow_by_parent(queryset))

    def _narrow_by_parent(self, queryset: models.QuerySet[M]) -> models.QuerySet[M]:
        given = self.given
        if given.get("position"):
            queryset = parents.in_position(queryset, self.actor, given["position"])
        if number := given.get("parent"):
            found, _why = parents.find(self.actor, number)
            if found is None:
                return queryset.none()
            is_wide = bool(given.get("with_parent"))
            queryset = parents.of_parent(queryset, self.actor, found.pk, with_parent=is_wide)
        return queryset

    def shown(self, name: str, value: Any) -> str:
        if name == "with_parent":
            return _("Yes")
        return parents.shown(self.actor, value) if name == "parent" else super().shown(name, value)


class OwnContactFilters(DatedFilters):
    """Of the contacts of one customer."""

    primary = forms.ChoiceField(
        label=gettext_lazy("Primary contact"), choices=YES_OR_NO, required=False
    )
    primary_technical = forms.ChoiceField(
        label=gettext_lazy("Primary contact (technical)"), choices=YES_OR_NO, required=False
    )
    primary_billing = forms.ChoiceField(
        label=gettext_lazy("Primary contact (billing)"), choices=YES_OR_NO, required=False
    )
    receives_notifications = forms.ChoiceField(
        label=gettext_lazy("Receives notifications"), choices=YES_OR_NO, required=False
    )
    portal_access = forms.ChoiceField(
        label=gettext_lazy("Portal access"), choices=YES_OR_NO, required=False
    )
    tag = tag_field()
    field_order = (*PURPOSES, *SWITCHES, "tag", "added_from", "added_to", "status")

    def prepare(self) -> None:
        offer_tags(self)

    def narrow(self, queryset: models.QuerySet[M]) -> models.QuerySet[M]:
        given = self.given
        for name in (*PURPOSES, *SWITCHES):
            if given.get(name):
                queryset = queryset.filter(**{name: given[name] == "yes"})
        if given.get("tag"):
            queryset = queryset.filter(tagged.with_any("contact", [int(given["tag"])]))
        return super().narrow(queryset)


class ContactFilters(OwnContactFilters):
    customer = forms.ChoiceField(
        label=gettext_lazy("Customer"),
        choices=[
            ANY,
            ("yes", gettext_lazy("With a customer")),
            ("no", gettext_lazy("No organisation")),
        ],
        required=False,
    )
    field_order = ("customer", *OwnContactFilters.field_order)

    def narrow(self, queryset: models.QuerySet[M]) -> models.QuerySet[M]:
        if wanted := self.given.get("customer"):
            queryset = queryset.filter(customer__isnull=wanted == "no")
        return super().narrow(queryset)
