"""One property of a card: its name, what is said of it, and its value as text."""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .lines import HEAD_MAX, HEADS, Line

_HEAD: Final = re.compile(rb'((?:[^":]|"[^"]*")*):')
_PARAMETERS: Final = re.compile(r';((?:[^";]|"[^"]*")*)')
_CUSTOM: Final = re.compile(r"X-CUSTOM\((?:[^)]*,)?([^),]*)\)", re.IGNORECASE)
_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED: Final = re.compile(r"\\([nN\\,;:])")
_CARET: Final = re.compile(r"\^([n'^])")
_CHARSETS: Final = re.compile(
    r"(?:utf|iso|windows|cp|koi8|shift|sjis|gb|big5|euc|mac|us-ascii|latin)[\w-]*", re.IGNORECASE
)
_ENCODINGS: Final = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
_VALUES: Final = frozenset({"INLINE", "URL", "CONTENT-ID", "CID"})
LAST: Final = 101  # what has no preference comes after what has any


@dataclass(frozen=True)
class Property:
    group: str
    name: str
    parameters: Mapping[str, tuple[str, ...]]
    raw: bytes
    size: int = 0  # of a picture, in bytes of the file
    is_quoted: bool = False
    is_base64: bool = False

    @property
    def types(self) -> tuple[str, ...]:
        return self.parameters.get("TYPE", ())

    @property
    def preference(self) -> int:
        """1 is the first choice."""
        given = next(iter(self.parameters.get("PREF", ())), "")
        if given.isascii() and given.isdigit():
            return min(int(given[:4]), LAST)
        return 1 if "PREF" in self.types or "PREF" in self.parameters else LAST

    @property
    def text(self) -> str:
        return unescaped(self._decoded(self.raw))

    def parts(self, sign: str = ";") -> list[str]:
        """What stands between signs that are not escaped. An encoded sign is no sign."""
        if self.is_quoted:
            found = split(self.raw.decode("latin-1"), sign)
            texts = [self._decoded(part.encode("latin-1")) for part in found]
        else:
            texts = split(self._decoded(self.raw), sign)
        return [unescaped(text).strip() for text in texts]

    def _decoded(self, raw: bytes) -> str:
        if self.is_quoted:
            raw = binascii.a2b_qp(raw)
        elif self.is_base64:
            raw = _unpacked(raw)
        charset = next(iter(self.parameters.get("CHARSET", ())), "")
        return decoded(raw, charset).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _unpacked(raw: bytes) -> bytes:
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        return raw


def decoded(raw: bytes, charset: str) -> str:
    """As declared; a declaration that is wrong or missing costs no letter."""
    if not charset and raw.isascii():
        return raw.decode("ascii")
    declared = charset if _CHARSETS.fullmatch(charset) else ""
    wide = declared.lower().startswith("utf-16")
    order = (declared, "utf-8") if raw.isascii() or wide else ("utf-8", declared)
    for name in (*order, "cp1252"):
        try:
            if name:
                return raw.decode(name)
        except (UnicodeError, LookupError):
            continue
    return raw.decode("latin-1")


def split(text: str, sign: str) -> list[str]:
    """At each `sign` without a backslash before it."""
    if "\\" not in text:
        return text.split(sign)
    return [
        part.replace("\0", "\\\\")
        for part in re.split(rf"(?<!\\){re.escape(sign)}", text.replace("\\\\", "\0"))
    ]


def unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def property_of(line: Line) -> Property | None:
    """None for a line that is no property."""
    head, value = _apart(bytes(line.content))
    group, name, parameters = _named(head)
    if not name:
        return None
    return Property(
        group=group,
        name=name,
        parameters=parameters,
        raw=value,
        size=line.size if line.is_binary else 0,
        is_quoted=line.is_quoted,
        is_base64=line.is_base64,
    )


@lru_cache(HEADS)
def _named(head: bytes) -> tuple[str, str, Mapping[str, tuple[str, ...]]]:
    """Group, name and parameters; no name for what is none."""
    words, sign, parameters = decoded(head, "").partition(";")
    group, _dot, name = words.strip().rpartition(".")
    is_name = _NAME.fullmatch(name) is not None
    return group.upper(), name.upper() if is_name else "", _parameters(sign + parameters)


def _apart(content: bytes) -> tuple[bytes, bytes]:
    place = content.find(b":", 0, HEAD_MAX)
    if b'"' in content[:place] and (match := _HEAD.match(content[:HEAD_MAX])):
        place = match.end(1)
    return (content[:place], content[place + 1 :]) if place >= 0 else (b"", b"")


def _parameters(text: str) -> dict[str, tuple[str, ...]]:
    """`TYPE=home,cell`, `TYPE="home,cell"` and the bare `HOME;CELL` of 2.1 say the same."""
    found: dict[str, tuple[str, ...]] = {}
    for match in _PARAMETERS.finditer(text):
        if custom := _CUSTOM.fullmatch(match[1]):
            label = decoded(binascii.a2b_qp(custom[1].encode()), "")
            found["TYPE"] = (*found.get("TYPE", ()), label)
            continue
        name, sign, value = match[1].strip().partition("=")
        name = name.strip().upper()
        if not sign:
            name, value = _bare(name)
        words = [_uncareted(word.strip()) for word in value.replace('"', "").split(",")]
        if name == "TYPE":
            words = [word.upper() for word in words]
        found[name] = (*found.get(name, ()), *filter(None, words))
    return found


def _bare(word: str) -> tuple[str, str]:
    if word in _ENCODINGS:
        return "ENCODING", word
    return ("VALUE" if word in _VALUES else "TYPE"), word


def _uncareted(text: str) -> str:
    return _CARET.sub(lambda found: {"n": "\n", "'": '"', "^": "^"}[found[1]], text)
