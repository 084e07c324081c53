"""What people and files give, made canonical; what cannot be used is named field by field.

Pure, but for the definitions of custom fields where a row has such values. The actions call this
for every row, whoever sent it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any, cast

from klientel.foundation.lib import (
    addresses,
    countries,
    domains,
    emails,
    languages,
    phones,
    text,
    urls,
    vat,
)
from klientel.foundation.lib.refusals import Refused
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.customfields import reading
from klientel.services.customfields import values as custom_values

from . import choices
from .facts import CONTACT, CUSTOMER
from .fields import AddressFields, ContactFields, CustomerFields, Email, Phone

Errors = dict[str, list[str]]  # path such as `phones.0.value` → sentences
LENGTHS = {
    "number": 50,
    "name": 200,
    "category": 100,
    "subcategory": 100,
    "tag": 50,
    "title": 60,
    "first_name": 100,
    "last_name": 100,
    "position": 120,
    "external_source": 60,
    "external_id": 100,
    "account_manager": 254,
    "parent": 50,
    "street": 300,
    "postal_code": 20,
    "city": 120,
    "region": 120,
    "note": 20_000,
}
MULTILINE = frozenset({"note", "street"})
CHOICES: Mapping[str, frozenset[str]] = {
    "type": frozenset(choices.CustomerType.values),
    "segment": frozenset(choices.Segment.values),
    "parent_relation": frozenset(choices.ParentRelation.values),
    "salutation": frozenset(choices.Salutation.values),
    "purpose": frozenset(choices.AddressPurpose.values),
}
CUSTOMER_KINDS = tuple(choices.Kind.values)
CONTACT_KINDS = tuple(choices.ContactKind.values)
PHONE_KINDS = frozenset(kind.value for kind in choices.PHONE_KINDS)
MOST = 50  # phones, e-mail addresses, addresses each; 500 contacts at once


class Cleaner:
    """Cleans one customer or contact. `errors` is empty when everything could be used."""

    def __init__(self, *, country: str, lenient: bool = False) -> None:
        self.errors: Errors = {}
        self.country = country  # telephone numbers without country code are read by it
        self.lenient = lenient  # imports keep what cannot be read as text
        self.of = CUSTOMER  # what kind of record it is

    def customer(self, given: Mapping[str, Any]) -> CustomerFields:
        """Only fields given are returned."""
        values = dict(given)
        if "addresses" in values:
            values["addresses"] = self._addresses(values["addresses"])
            main = next((a for a in values["addresses"] if a["main"]), None)
            self.country = (main or {}).get("country") or self.country
        cleaned = self._fields(values, CUSTOMER_KINDS)
        if "segment" in cleaned and not cleaned["segment"]:
            cleaned["segment"] = choices.Segment.OTHER.value
        if "type" in cleaned and not cleaned["type"]:
            cleaned["type"] = choices.CustomerType.CUSTOMER.value
        if "name" in cleaned and not cleaned["name"]:
            self._say("name", _("Enter a name."))
        return cast("CustomerFields", cleaned)

    def contact(self, given: Mapping[str, Any]) -> ContactFields:
        self.of = CONTACT
        cleaned = self._fields(dict(given), CONTACT_KINDS)
        return cast("ContactFields", cleaned)

    def _fields(self, values: dict[str, Any], kinds: Sequence[str]) -> dict[str, Any]:
        cleaned: dict[str, Any] = {}
        for name, value in values.items():
            if name == "kind":
                cleaned[name] = self._choice(name, value, allowed=kinds) or kinds[0]
            elif name in CHOICES:
                cleaned[name] = self._choice(name, value, allowed=CHOICES[name])
            elif name in SPECIAL:
                cleaned[name] = SPECIAL[name](self, value)
            elif name in LENGTHS:
                cleaned[name] = self._text(name, value)
            else:
                cleaned[name] = value
        return cleaned

    def _say(self, path: str, sentence: str) -> None:
        self.errors.setdefault(path, []).append(sentence)

    def _text(self, name: str, value: Any, within: str = "") -> str:
        cleaned = text.clean(str(value or ""), multiline=name in MULTILINE)
        if len(cleaned) > LENGTHS[name]:
            path = f"{within}.{name}" if within else name
            self._say(path, _("At most %(count)s characters.") % {"count": LENGTHS[name]})
        return cleaned

    def _choice(self, name: str, value: Any, *, allowed: Container[str], path: str = "") -> str:
        chosen = str(value or "").strip()
        if chosen and chosen not in allowed:
            self._say(path or name, _("“%(value)s” is not on the list.") % {"value": chosen[:80]})
        return chosen

    def language(self, value: Any) -> str:
        given = str(value or "").strip()
        found = languages.find(given) if given else ""
        if found is None:
            self._say("language", _("There is no language “%(value)s”.") % {"value": given[:80]})
        return found or ""

    def website(self, value: Any) -> str:
        given = str(value or "").strip()
        try:
            return urls.check(given)[:500] if given else ""
        except Refused:
            self._say("website", _("“%(value)s” is not a web address.") % {"value": given[:80]})
            return ""

    def vat_id(self, value: Any) -> str:
        given = str(value or "").strip()
        try:
            return vat.check(given, self.country) if given else ""
        except Refused:
            sentence = _("“%(value)s” cannot be a VAT ID: its letters or digits are not right.")
            self._say("vat_id", sentence % {"value": given[:80]})
            return ""

    def phones(self, value: Sequence[Mapping[str, Any]]) -> list[Phone]:
        cleaned: list[Phone] = []
        for place, item in enumerate(value):
            given = text.clean(str(item.get("value") or ""))
            kind = str(item.get("kind") or choices.PointKind.PHONE)
            if kind not in PHONE_KINDS:
                self._say(
                    f"phones.{place}.kind",
                    _("“%(value)s” is not on the list.") % {"value": kind[:80]},
                )
            if not given:
                continue
            number = self._phone(given, f"phones.{place}.value")
            if not any(p["value"] == number and p["kind"] == kind for p in cleaned):
                cleaned.append(
                    Phone(kind=kind, value=number, preferred=bool(item.get("preferred")))
                )
        return self._one_preferred("phones", cleaned)

    def _phone(self, given: str, path: str) -> str:
        parsed = phones.parse(given, self.country)
        if parsed is not None:
            return str(parsed)
        if not self.lenient or len(given) > 254:
            self._say(path, _("“%(value)s” is not a telephone number.") % {"value": given[:80]})
        return given

    def emails(self, value: Sequence[Mapping[str, Any]]) -> list[Email]:
        cleaned: list[Email] = []
        for place, item in enumerate(value):
            given = str(item.get("value") or "").strip()
            if not given:
                continue
            try:
                address = emails.check(given)
            except Refused:
                self._say(
                    f"emails.{place}.value",
                    _("“%(value)s” is not an e-mail address.") % {"value": given[:80]},
                )
                continue
            if emails.key(address) not in {emails.key(e["value"]) for e in cleaned}:
                cleaned.append(Email(value=address, preferred=bool(item.get("preferred"))))
        return self._one_preferred("emails", cleaned)

    def domains(self, value: Sequence[str]) -> list[str]:
        cleaned: list[str] = []
        for place, item in enumerate(value):
            given = str(item or "").strip()
            if not given:
                continue
            try:
                domain = domains.check(given)
            except Refused:
                sentence = _("“%(value)s” is not a domain such as company.com.")
                self._say(f"domains.{place}", sentence % {"value": given[:80]})
                continue
            if domains.is_public(domain):
                sentence = _("Anybody gets an address at %(domain)s.")
                self._say(f"domains.{place}", sentence % {"domain": domain})
            elif domain not in cleaned:
                cleaned.append(domain)
        if len(cleaned) > MOST:
            self._say("domains", _("At most %(count)s.") % {"count": MOST})
        return cleaned

    def custom(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """What is required is asked for by forms and by the API; here it is not taken away."""
        fields = reading.fields(self.of)
        cleaned, errors = custom_values.clean(fields, value, country=self.country)
        if not self.lenient:
            errors |= custom_values.refuse_emptied(fields, cleaned)
        for key, sentences in errors.items():
            self.errors.setdefault(f"custom.{key}", []).extend(sentences)
        return cleaned

    def team(self, value: Sequence[str]) -> list[str]:
        return self._names("team", (str(item or "").strip().casefold() for item in value))

    def staff_teams(self, value: Sequence[str]) -> list[str]:
        return self._names("staff_teams", (text.clean(str(item or "")) for item in value))

    def tags(self, value: Sequence[str]) -> list[str]:
        """Each once, however it is spelled; lists in files have semicolons between them."""
        once: dict[str, str] = {}
        for name in (self._tag(str(item or "")) for item in value):
            if fold := text.fold(name):
                once.setdefault(fold, name)
        if len(once) > MOST:
            self._say("tags", _("At most %(count)s.") % {"count": MOST})
        return list(once.values())

    def _tag(self, given: str) -> str:
        name = text.clean(given)
        if len(name) > LENGTHS["tag"]:
            self._say("tags", _("At most %(count)s characters.") % {"count": LENGTHS["tag"]})
        if ";" in name:
            self._say("tags", _("A tag has no semicolon in its name."))
        return name

    def _names(self, name: str, given: Iterable[str]) -> list[str]:
        """Each once, in an order that says nothing."""
        once = {item.casefold(): item for item in given if item}
        if len(once) > MOST:
            self._say(name, _("At most %(count)s.") % {"count": MOST})
        return [once[folded] for folded in sorted(once)]

    def _one_preferred(self, name: str, items: list[Any]) -> list[Any]:
        """The first one marked, else the first one."""
        if len(items) > MOST:
            self._say(name, _("At most %(count)s.") % {"count": MOST})
        chosen = next((n for n, item in enumerate(items) if item["preferred"]), 0)
        for number, item in enumerate(items):
            item["preferred"] = number == chosen
        return items

    def _addresses(self, value: Sequence[Mapping[str, Any]]) -> list[AddressFields]:
        cleaned = [
            address
            for place, item in enumerate(value)
            if (address := self._address(item, f"addresses.{place}"))
        ]
        if len(cleaned) > MOST:
            self._say("addresses", _("At most %(count)s.") % {"count": MOST})
        main = next((n for n, item in enumerate(cleaned) if item["main"]), 0)
        for number, item in enumerate(cleaned):
            item["main"] = number == main
        return cleaned

    def _address(self, item: Mapping[str, Any], path: str) -> AddressFields | None:
        parts = {
            name: self._text(name, item.get(name), path)
            for name in ("street", "postal_code", "city", "region")
        }
        country = self._country(str(item.get("country") or "").strip(), f"{path}.country")
        if not any(parts.values()) and not country:
            return None
        self._check_postal_code(parts["postal_code"], country, f"{path}.postal_code")
        purpose = self._choice(
            "purpose", item.get("purpose"), allowed=CHOICES["purpose"], path=f"{path}.purpose"
        )
        return AddressFields(
            purpose=purpose or choices.AddressPurpose.OFFICE.value,
            street=parts["street"],
            postal_code=parts["postal_code"],
            city=parts["city"],
            region=parts["region"],
            country=country,
            main=bool(item.get("main")),
        )

    def _country(self, given: str, path: str) -> str:
        found = countries.find(given) if given else ""
        if found is None:
            self._say(path, _("There is no country “%(value)s”.") % {"value": given[:80]})
        return found or ""

    def _check_postal_code(self, given: str, country: str, path: str) -> None:
        if not given or not country or self.lenient or path in self.errors:
            return
        if addresses.is_postcode(given, country):
            return
        self._say(
            path,
            _("“%(value)s” is not a postcode there; it looks like %(example)s.")
            % {"value": given, "example": addresses.postcode_example(country) or "12345"},
        )


SPECIAL: Mapping[str, Callable[[Cleaner, Any], Any]] = {
    "language": Cleaner.language,
    "website": Cleaner.website,
    "vat_id": Cleaner.vat_id,
    "phones": Cleaner.phones,
    "emails": Cleaner.emails,
    "domains": Cleaner.domains,
    "custom": Cleaner.custom,
    "team": Cleaner.team,
    "staff_teams": Cleaner.staff_teams,
    "tags": Cleaner.tags,
}
