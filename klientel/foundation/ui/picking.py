"""What `ui/picker.html` shows: check boxes to choose several from, a search, and chips beneath.

The field is a `MultipleChoiceField` with `CheckboxSelectMultiple`; its choices are pairs of a value
and an `Option`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    name: str
    hint: str = ""  # beside the name, to tell two of the same name apart
    mark: str = ""  # an exception, such as "Disabled"
    shape: str = "person"  # of its picture, or "organisation"

    def __str__(self) -> str:
        return self.name
