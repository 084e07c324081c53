"""What this domain keeps once, or per sent form: its settings and keys."""

from __future__ import annotations

from django.db import models

from klientel.domains.customers import choices
from klientel.foundation.access import Actor

from .customer import Customer


class NumberRangeQuerySet(models.QuerySet["NumberRange"]):
    def visible_to(self, actor: Actor) -> NumberRangeQuerySet:
        return self if actor.may("customers.view") else self.none()


class NumberRange(models.Model):
    """Where customer numbers come from: prefix and next figure. One row, locked when drawn from."""

    prefix = models.CharField(max_length=10, blank=True)
    next = models.PositiveBigIntegerField(default=10001)
    digits = models.PositiveSmallIntegerField(default=5)
    objects = NumberRangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.prefix}{self.next:0{self.digits}d}"


class DomainRuleQuerySet(models.QuerySet["DomainRule"]):
    def visible_to(self, actor: Actor) -> DomainRuleQuerySet:
        return self if actor.may("contacts.view") else self.none()

    def current(self) -> str:
        """What is set, or what holds as long as nobody has set anything."""
        return str(getattr(self.first(), "mode", choices.ByDomain.KNOWN.value))


class DomainRule(models.Model):
    """What becomes of a new person whose e-mail domain is known, or not. One row at most."""

    mode = models.CharField(max_length=8, choices=choices.ByDomain, default=choices.ByDomain.KNOWN)
    objects = DomainRuleQuerySet.as_manager()

    def __str__(self) -> str:
        return self.mode


class SentFormQuerySet(models.QuerySet["SentForm"]):
    def visible_to(self, actor: Actor) -> SentFormQuerySet:
        """One's own; a key somebody else used says nothing."""
        return self.filter(user_id=actor.user_id or 0)


class SentForm(models.Model):
    """A form that has been saved, by the key it carried: sent twice, it counts once."""

    key = models.CharField(max_length=36)
    user_id = models.BigIntegerField()
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    objects = SentFormQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "key"], name="sent_form_once")]

    def __str__(self) -> str:
        return self.key
