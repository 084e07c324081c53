"""What files somebody imports can say about people."""

from django.utils.translation import gettext_lazy as _

from klientel.foundation.db.personal import About, Data, Erased, Personal, Purpose, Told


def _import(data: Data, erased: Erased) -> Personal:
    return Personal(About.CONTACT, data, Purpose.TAKE_OVER, Told.IMPORT, erased)


COLUMNS = {
    "transfer.run.file": _import(Data.FILES, Erased.REMOVED),
    "transfer.run.file_name": _import(Data.FILES, Erased.PSEUDONYM),
    "transfer.run.layout": _import(Data.FILES, Erased.PSEUDONYM),
    "transfer.run.owner_label": Personal(
        About.STAFF,
        Data.NAME,
        Purpose.PROVE,
        Told.IMPORT,
        Erased.KEPT,
        _("Who did it has to be told as long as what was done counts."),
    ),
    "transfer.run.stayed": _import(Data.NAME, Erased.NAMES),
    "transfer.runrow.detail": _import(Data.WORDS, Erased.REMOVED),
    "transfer.runrow.differences": _import(Data.WORDS, Erased.REMOVED),
    "transfer.runrow.errors": _import(Data.WORDS, Erased.REMOVED),
    "transfer.runrow.name": _import(Data.NAME, Erased.REMOVED),
    "transfer.runrow.remarks": _import(Data.WORDS, Erased.REMOVED),
}
