"""What an action refuses, as the command line says it."""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def told(error: ValidationError) -> str:
    """A line for each sentence, behind the name of what was given."""
    if not hasattr(error, "error_dict"):
        return "\n".join(error.messages)
    return "\n".join(
        sentence if field == NON_FIELD_ERRORS else f"{field}: {sentence}"
        for field, sentences in error.message_dict.items()
        for sentence in sentences
    )
