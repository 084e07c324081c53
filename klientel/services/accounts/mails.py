"""Mails about one's own account, in the language of whoever gets them.

Links are built from the configured address only, whatever the request claimed to be for.
"""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from .models import Company, User


def link(view: str, *args: object) -> str:
    return f"{settings.BASE_URL}{reverse(view, args=args)}"


def send(user: User, template: str, *, to: str = "", **context: object) -> None:
    """`template` holds the subject in its first line and the text beneath."""
    company = Company.objects.current()
    context |= {"user": user, "company": company, "base_url": settings.BASE_URL}
    with translation.override(user.language or company.language):
        context["now"] = timezone.now()
        lines = render_to_string(f"accounts/mails/{template}.txt", context).strip().splitlines()
    subject, text = lines[0].strip(), "\n".join(lines[1:]).strip()
    EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [to or user.email]).send()
