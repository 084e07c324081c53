"""What changes to many rows keep of those they were for."""

from django.utils.translation import gettext_lazy as _

from klientel.foundation.db.personal import About, Data, Erased, Personal, Purpose, Told

_ROW = Personal(About.CONTACT, Data.ACTS, Purpose.PROVE, Told.HISTORY, Erased.REMOVED)
_RUN = Personal(About.CONTACT, Data.WORDS, Purpose.PROVE, Told.HISTORY, Erased.NAMES)
COLUMNS = {
    "bulk.bulkrow.differences": _ROW,
    "bulk.bulkrow.name": _ROW,
    "bulk.bulkrow.problems": _ROW,
    "bulk.bulkrun.form": _RUN,
    "bulk.bulkrun.owner_label": Personal(
        About.STAFF,
        Data.NAME,
        Purpose.PROVE,
        Told.HISTORY,
        Erased.KEPT,
        _("Who did it has to be told as long as what was done counts."),
    ),
    "bulk.bulkrun.stayed": _RUN,
    "bulk.bulkrun.wish": _RUN,
}
