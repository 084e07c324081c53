"""Cards as devices write them: every letter, every number, and nothing passed over in silence."""

import io
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from klientel.services.transfer.encodings import Unreadable
from klientel.services.transfer.intake import vcard
from klientel.services.transfer.intake.vcards.cards import LINES_MAX
from klientel.services.transfer.intake.vcards.lines import LINE_MAX
from klientel.services.transfer.parsing import COLUMNS_MAX

DATA = Path(__file__).parent / "data" / "vcards"
Row = dict[str, str]
ANA = {"First name": "Ana", "Last name": "Lima"}
KINDS = "Kinds of numbers and addresses"


def rows(content: bytes, language: str = "en") -> list[Row]:
    with translation.override(language):
        titles, *found = vcard.table(io.BytesIO(content))
    assert len(titles) == len(set(titles)) <= COLUMNS_MAX
    return [{title: cell for title, cell in zip(titles, row, strict=True) if cell} for row in found]


def device(name: str) -> list[Row]:
    content = (DATA / f"{name}.vcf").read_bytes()
    assert vcard.recognises(io.BytesIO(content))
    return rows(content)


def card(*lines: str, version: str = "3.0") -> Row:
    text = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])
    [found] = rows(text.encode())
    return found


def test_google_writes_labels_in_groups_and_whole_addresses_in_the_place_of_the_box() -> None:
    first, second = device("google")
    assert first == {
        "Company name": "Müßig & Söhne GmbH",
        "Department": "Vertrieb",
        "Academic title": "Dr.",
        "First name": "Jürgen Maria",
        "Last name": "Müßig-Grün",
        "Position": "Geschäftsführer",
        "E-mail": "juergen@muessig.example",
        "E-mail 2": "jmg@privat.example",
        "Phone": "030 1234560",
        "Phone 2": "030 1234599",
        "Mobile": "+49 171 2345678",
        "Street and number": "Lange Straße 7, Hof 2",
        "Postcode": "01067",
        "City": "Köln",
        "Region": "NRW",
        "Country": "Deutschland",
        "Street and number 2": "Rue du Lac 3\n1003 Lausanne\nSchweiz",
        "Website": "https://www.muessig.example/",
        "Tags": "Kunden; Messe 2025",
        "Note": "Zeile eins\nZeile zwei, mit Komma; und Strichpunkt",
        "Birthday": "1980-03-22",
        KINDS: "jmg@privat.example: private; 030 1234599: Werkstatt",
        "PHOTO": "https://lh3.example/photo.jpg",
    }
    assert (second["Last name"], second["Fax"]) == ("Çelik", "+41 44 123 45 67")


def test_apple_names_the_first_choice_labels_in_its_own_way_and_companies_by_a_mark() -> None:
    person, company = device("apple")
    assert (person["Academic title"], person["First name"]) == ("Mme", "Anaïs")
    assert [person["Mobile"], person["Mobile 2"]] == ["+33 6 98 76 54 32", "06 12 34 56 78"]
    assert person["Street and number"] == "12, rue de l’Église\nBâtiment B"
    assert person["Birthday"] == "--05-01"  # the year is not known
    assert person["X-ABDATE"] == "Anniversary: 2011-09-03"
    assert person["X-ABRELATEDNAMES"] == "Spouse: Paul Lefèvre"
    assert person[KINDS] == "compta@coeur.example: Comptabilité; 01 11 22 33 44: private"
    assert person["Not taken over"] == "Photo (1 kB)"
    assert person["vCard UID"] == "7A3F-1"
    assert company == {
        "Company name": "Garage Zürisee AG",
        "E-mail": "info@zuerisee.example",
        "Phone": "+41 44 700 00 00",
    }


def test_outlook_writes_windows_1252_and_quoted_printable_in_one_card() -> None:
    [found] = device("outlook")
    assert found == {
        "Company name": "Öl & Gas Süd KG",
        "Department": "Einkauf",
        "Academic title": "Frau Dr.",
        "First name": "Käthe",
        "Last name": "Größwang",
        "Position": "Einkäuferin",
        "E-mail": "kaethe@oelgas.example",
        "Phone": "089 445566",
        "Mobile": "0160 5554443",
        "Fax": "089 445567",
        "Street and number": "Am Mühlbach 5\n3. Stock",
        "Postcode": "80331",
        "City": "München",
        "Region": "Bayern",
        "Country": "Deutschland",
        "Note": "Erste Zeile – 5 €\nZweite Zeile = Ende;",
        "Not taken over": "Photo (1 kB)",
    }


def test_android_encodes_parts_one_by_one_and_labels_within_a_parameter() -> None:
    [found] = device("android")
    assert (found["First name"], found["Last name"]) == ("Łukasz", "Szczęsny")
    assert found["Street and number"] == "ul. Świętokrzyska 14; lok. 3"
    assert (found["Postcode"], found["City"], found["Country"]) == ("00-050", "Warszawa", "Polska")
    assert found["Note"] == "Uwaga: dzwonić\npo południu"
    assert found[KINDS] == "+48 22 7654321: Büro"
    assert "Luki" in found["X-ANDROID-CUSTOM"]


def test_thunderbird_writes_4_0_with_preferences_addresses_of_numbers_and_data() -> None:
    [found] = device("thunderbird")
    assert (found["First name"], found["Last name"]) == ("Seán", "O’Brien, Jr.")
    assert [found["E-mail"], found["E-mail 2"]] == ["sean@obrien.example", "sean@home.example"]
    assert [found["Phone"], found["Phone 2"]] == ["+353 1 555 0100", "+353-1-555-0102 ext. 12"]
    assert found["Mobile"] == "+353-87-555-0101"
    assert found["Street and number"] == "Main Street 1\nSuite 5\nPO Box 12"
    assert (found["Department"], found["Role"]) == ("Sales, West", "Decides")
    assert (found["Language"], found["Birthday"]) == ("en", "1979-12-24")
    assert found["vCard UID"] == "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"
    assert found["Not taken over"] == "Photo (1 kB)"


def test_nokia_ends_lines_with_returns_alone_and_writes_whole_names() -> None:
    first, second = device("nokia")
    assert (first["Full name"], first["Mobile"]) == ("Jörg Münster", "0171000111")
    assert (second["First name"], second["Last name"]) == ("Bärbel", "Weiß")
    assert second["Phone"] == "0045 33 123456"


def test_a_missing_end_loses_no_card_and_small_letters_are_letters() -> None:
    found = device("samsung")
    assert [row["Last name"] for row in found] == ["Vogel", "Specht", "Zaunkönig"]
    assert [row["Mobile"] for row in found] == ["0151 000001", "0151 000002", "0151 000003"]
    assert found[1]["X-CLASS"] == "private"


def test_nextcloud_has_organisations_and_lists_of_people() -> None:
    person, company, group = device("nextcloud")
    assert (person["Last name"], person["Tags"]) == ("Ødegård", "Kunden; Norden")
    assert person["IMPP"] == "xmpp:aase@odegard.example"
    assert company["Company name"] == "Fjordbåt AS"
    assert not {"First name", "Last name", "Full name"} & company.keys()
    assert group["Distribution list"] == "Vorstand"
    assert "rolf@fjordbat.example" in group["Members"]


def test_utf_16_is_read() -> None:
    assert device("utf-16")[0]["Last name"] == "Ђорђевић"


def test_the_card_of_an_assistant_is_a_text_of_the_card_it_stands_in() -> None:
    [found] = device("blackberry")
    assert found["Assistant"] == "Helfer;Jörg; Jörg Helfer; 030 99"
    assert (found["Last name"], found["Pager"]) == ("Chef", "0900 1")
    assert found["Note"].endswith("by a writer of the nineties")


def test_a_fold_within_a_letter_is_mended() -> None:
    name = "Jürgen".encode()
    content = b"BEGIN:VCARD\nVERSION:3.0\nFN:" + name[:2] + b"\n " + name[2:] + b"\nEND:VCARD"
    assert rows(content) == [{"Full name": "Jürgen"}]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("TEL;TYPE=work,fax:1", "Fax"),
        ('TEL;TYPE="work,cell":1', "Mobile"),
        ("TEL;HOME;CELL:1", "Mobile"),
        ("item1.TEL:1\r\nitem1.X-ABLabel:Natel", "Mobile"),
        ("TEL;WORK:1", "Phone"),
        ("EMAIL;INTERNET:1", "E-mail"),
        ("ROLE:1", "Position"),
    ],
)
def test_types_tell_the_column_in_every_way_of_writing(line: str, expected: str) -> None:
    assert card("FN:X", line)[expected] == "1"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["N:;;;;", "FN:Ana Lima"], {"Full name": "Ana Lima"}),
        (["N:Lima;Ana", "FN:Lima, Ana"], ANA),
        (
            ["N:Lima;Ana", "FN:Ana (Kunde)"],
            {"First name": "Ana", "Last name": "Lima", "Full name": "Ana (Kunde)"},
        ),
        (["ORG:Lima AG", "FN:lima ag"], {"Company name": "Lima AG"}),
        (["ORG:Lima AG", "N:Lima AG", "FN:Lima AG"], {"Company name": "Lima AG"}),
        (["ORG:Lima AG", "FN:Ana"], {"Company name": "Lima AG", "Full name": "Ana"}),
        (["ORG:A\\; B\\, C;D"], {"Company name": "A; B, C", "Department": "D"}),
        (
            ["N:Lima;Ana;Bea,Cleo;Dr.,Prof.;MBA"],
            {"First name": "Ana Bea Cleo", "Last name": "Lima"},
        ),
        (["NICKNAME:Ani", "EMAIL:a@b.example"], {"Nickname": "Ani", "E-mail": "a@b.example"}),
    ],
)
def test_a_card_is_a_person_an_organisation_or_both(lines: list[str], expected: Row) -> None:
    found = card(*lines)
    names = {"Full name", "First name", "Last name", "Company name"}
    assert {
        title: found[title] for title in found if title in names or title in expected
    } == expected


def test_twice_the_same_number_is_one_and_too_many_share_the_last_column() -> None:
    found = card("FN:X", "TEL:1", "TEL;HOME:1", *(f"TEL:{n}" for n in range(2, 12)))
    assert [found["Phone"], found["Phone 2"], found["Phone 8"]] == ["1", "2", "8; 9; 10; 11"]


def test_lines_a_writer_left_bare_belong_to_the_note() -> None:
    found = card("NOTE:Eins", "Zwei: drei", "vier", "TEL:5")
    assert (found["Note"], found["Phone"]) == ("Eins\nZwei: drei\nvier", "5")


def test_what_has_no_column_is_named_and_kept() -> None:
    many = [f"X-{n}:{n}" for n in range(100)]
    found = card("FN:X", "X-SKYPE;TYPE=HOME:ana", "PHOTO:http://x.example/a.png", *many)
    assert found["X-SKYPE"] == "private: ana"
    assert found["PHOTO"] == "http://x.example/a.png"
    said = "; ".join(found.values())
    assert all(f"X-{n}: {n}" in said or found.get(f"X-{n}") == str(n) for n in range(100))


def test_a_declared_charset_that_is_wrong_costs_no_letter() -> None:
    head = b"BEGIN:VCARD\nVERSION:2.1\nNOTE;CHARSET="
    for charset, raw in (
        ("ISO-8859-1", "Müßig".encode()),
        ("UTF-8", "Müßig".encode("cp1252")),
        ("no-such-thing", "Müßig".encode("cp1252")),
        ("zlib", "Müßig".encode()),
        ("koi8-r", "Мюсиг".encode("koi8-r")),
    ):
        [found] = rows(head + charset.encode() + b":" + raw + b"\nEND:VCARD")
        assert found["Note"] in {"Müßig", "Мюсиг"}, charset


def test_a_photo_of_any_size_is_counted_and_not_held() -> None:
    photo = b"PHOTO;ENCODING=b;TYPE=JPEG:" + b"A" * 8_000_000
    [found] = rows(b"BEGIN:VCARD\nVERSION:3.0\nFN:X\n" + photo + b"\nEND:VCARD\n")
    assert found == {"Full name": "X", "Not taken over": "Photo (6000 kB)"}


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:VCARD\nEND:VCARD\n",
        b"BEGIN:VCARD\nVERSION:3.0\nNOTE:" + b"x" * LINE_MAX,
        b"BEGIN:VCARD\nNOTE:x\n" + b" y\n" * LINE_MAX,
        b"BEGIN:VCARD\n" + b"TEL:1\n" * (LINES_MAX + 1),
        b"BEGIN:VCARD\nAGENT:\n" + b"BEGIN:VCARD\nAGENT:\n" * LINES_MAX,
        "BEGIN:VCARD\nFN:Ü".encode("utf-16") + b"\x00",
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Unreadable):
        rows(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"Name;Ort\nBEGIN:VCARD;x\n", b" " * 100_000 + b"BEGIN:VCARD", b"BEGIN:VCALENDAR"],
)
def test_other_files_are_not_taken_for_cards(content: bytes) -> None:
    assert not vcard.recognises(io.BytesIO(content))


@given(
    st.lists(
        st.text(max_size=30) | st.sampled_from(["BEGIN:VCARD", "END:VCARD", "AGENT:", "=", " "])
    )
)
def test_no_text_between_begin_and_end_breaks_the_reader(lines: list[str]) -> None:
    content = "\n".join(["BEGIN:VCARD", "FN:X", *lines, "END:VCARD"]).encode("utf-8", "replace")
    assert rows(content)


@given(st.binary(max_size=200), st.sampled_from(["N", "ADR", "TEL", "BDAY", "PHOTO", "NOTE"]))
def test_no_bytes_of_a_property_break_the_reader(value: bytes, name: str) -> None:
    for how in ("", ";ENCODING=QUOTED-PRINTABLE", ";ENCODING=B", ";CHARSET=UTF-7", ";X-CUSTOM(=;"):
        head = f"BEGIN:VCARD\nFN:X\n{name}{how}:".encode()
        assert rows(head + value + b"\nEND:VCARD")


def test_heads_of_lines_are_told_apart_however_alike_they_are() -> None:
    many = "".join(f"BEGIN:VCARD\nFN:X{n}\nTEL;X-KIND={n}:{n}\nEND:VCARD\n" for n in range(2_500))
    found = rows(many.encode())
    assert [(row["Full name"], row["Phone"]) for row in found] == [
        (f"X{n}", str(n)) for n in range(2_500)
    ]
