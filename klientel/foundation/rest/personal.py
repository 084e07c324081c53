"""What these tables can say about people."""

from klientel.foundation.db.personal import About, Data, Erased, Personal, Purpose, Told

COLUMNS = {
    "rest.keptanswer.body": Personal(
        About.CONTACT, Data.ACTS, Purpose.ONCE, Told.NOT, Erased.BLANK
    ),
}
