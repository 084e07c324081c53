"""What searches can say about people: whom somebody searched for."""

from klientel.foundation.db.personal import About, Data, Erased, Personal, Purpose, Told

_WORDS = Personal(About.CONTACT, Data.WORDS, Purpose.FIND, Told.NOT, Erased.REMOVED)
COLUMNS = {
    "long_searches.longsearch.asked": _WORDS,
    "long_searches.longsearch.titles": _WORDS,
}
