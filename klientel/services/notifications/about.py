"""The mails that went, or wait to go, to some addresses."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from klientel.services.accounts.models import User, normal_email

from .models import OutboxMail


def mails_to(addresses: Iterable[str]) -> QuerySet[OutboxMail]:
    """Without those to colleagues: what a person of the staff gets is theirs."""
    wanted = {normal_email(address) for address in addresses if address}
    wanted -= set(
        User.objects.get_queryset().filter(email__in=wanted).values_list("email", flat=True)
    )
    found = Q(pk__in=[])
    for address in wanted:
        found |= Q(recipient__iexact=address) | Q(recipient__icontains=f"<{address}>")
    return OutboxMail.objects.filter(found)
