"""A posted form that waits, carried by the page that answers the post."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

FIELD: Final = "kept_form"
LARGEST: Final = 200_000  # signs; a longer form is not carried along
SECRET: Final = ("password", "secret", "token")  # as a part of the name of a field


@dataclass(frozen=True)
class KeptForm:
    """A posted form that waits for its sender to sign in."""

    path: str
    fields: list[tuple[str, str]]
    lost_files: bool = False  # a page cannot carry files along; the reader is told

    @classmethod
    def of(cls, request: HttpRequest) -> KeptForm | None:
        """Nothing of a very long form, or one of the sign-in's own."""
        if request.path.startswith("/accounts/"):
            return None
        fields = [(n, v) for n in request.POST for v in request.POST.getlist(n) if not _secret(n)]
        kept = cls(request.get_full_path(), fields, bool(request.FILES))
        return kept if (fields or request.FILES) and len(kept.dump()) <= LARGEST else None

    @classmethod
    def load(cls, text: str) -> KeptForm | None:
        """Read back what came from the browser, trusting nothing of it."""
        if not text or len(text) > LARGEST:
            return None
        try:
            data = json.loads(text)
            path, fields = data["path"], [(n, v) for n, v in data["fields"]]
        except (ValueError, TypeError, KeyError):
            return None
        words = [path, *(part for pair in fields for part in pair)]
        if not all(isinstance(word, str) for word in words) or not is_own_page(path):
            return None
        lost_files = data.get("lost_files") is True
        return cls(path, [(n, v) for n, v in fields if not _secret(n)], lost_files)

    def dump(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def _secret(name: str) -> bool:
    """A one-time code is secret, a postal code is not."""
    return name == "code" or any(word in name.lower() for word in SECRET)


def is_own_page(path: str) -> bool:
    """A path of this installation and nothing that a browser could read as another address."""
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return False
    try:
        resolve(urlsplit(path).path)
    except Resolver404:
        return False
    return True
