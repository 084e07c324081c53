"""What files can say about people: their names, and all that stands in them."""

from klientel.foundation.db.personal import About, Data, Erased, Personal, Purpose, Told

COLUMNS = {
    "files.storedfile.name": Personal(
        About.CONTACT, Data.FILES, Purpose.DEAL, Told.FILE, Erased.REMOVED
    ),
}
