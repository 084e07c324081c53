"""The number range of customers."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NumberRangeForm(forms.Form):
    beginning = forms.CharField(
        label=_("Prefix"), required=False, help_text=_("Stands before every number, as in K-10001.")
    )
    next_number = forms.IntegerField(label=_("Next number"))
    digits = forms.IntegerField(
        label=_("Digits"), help_text=_("Shorter numbers are filled up with zeros.")
    )
