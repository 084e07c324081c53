"""What may have become of a mail. Values are stored and never change."""

from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    KEPT = "kept", pgettext_lazy("mail", "Kept")
    WAITING = "waiting", pgettext_lazy("mail", "Waiting")
    SENDING = "sending", pgettext_lazy("mail", "Being sent")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", pgettext_lazy("mail", "Failed")
    EXPIRED = "expired", pgettext_lazy("mail", "Expired")
