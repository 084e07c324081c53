"""What views can say about people: whom somebody searched for."""

from klientel.foundation.db.personal import About, Data, Erased, Personal, Purpose, Told

_WORDS = Personal(About.CONTACT, Data.WORDS, Purpose.FIND, Told.NOT, Erased.NAMES)
COLUMNS = {
    "saved_views.savedview.name": _WORDS,
    "saved_views.savedview.params": _WORDS,
}
