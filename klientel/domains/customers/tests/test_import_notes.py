"""The block of a note that keeps what a file said and no property holds."""

from klientel.domains.customers.transfer.notes import LABEL, MAX, combined


def test_a_block_is_added_below_what_a_person_wrote() -> None:
    note, cut = combined("Von Hand", None, {"Farbe": "rot", "Größe: außen": "a\n\nb"})
    assert note == f"Von Hand\n\n{LABEL}\nFarbe: rot\nGröße – außen: a\n  b"
    assert cut == []


def test_the_same_again_changes_nothing_and_a_new_value_takes_the_old_place() -> None:
    first, _cut = combined("", None, {"A": "1", "B": "2"})
    assert combined(first, None, {"A": "1", "B": "2"})[0] == first
    assert combined(first, None, {"A": "3"})[0] == f"{LABEL}\nA: 3\nB: 2"


def test_what_was_written_below_the_block_stays() -> None:
    note, _cut = combined(f"{LABEL}\nA: 1\n\nRief an", "Kopf", {"A": "2"})
    assert note == f"Kopf\n\n{LABEL}\nA: 2\n\nRief an"


def test_a_note_that_was_exported_with_its_block_comes_back_as_it_was() -> None:
    whole = f"Kopf\n\n{LABEL}\nA: 1\n  zweite Zeile\nB: 2\n\nRief an"
    assert combined(whole, whole, {})[0] == whole


def test_a_value_beyond_the_room_is_cut_the_same_way_twice_and_named() -> None:
    kept = {"Kurz": "da", "Lang": "x" * 30_000}
    note, cut = combined("Von Hand", None, kept)
    assert len(note) <= MAX
    assert cut == ["Lang"]
    assert "Kurz: da" in note
    assert combined(note, None, kept) == (note, ["Lang"])
