"""What can be found says what it is found by."""

from klientel.foundation.db.personal import About, Data, Erased, Personal, Purpose, Told

COLUMNS = {
    "search.document.text": Personal(
        About.CONTACT, Data.WORDS, Purpose.FIND, Told.NOT, Erased.DERIVED
    ),
    "search.document.begins": Personal(
        About.CONTACT, Data.NAME, Purpose.FIND, Told.NOT, Erased.DERIVED
    ),
}
