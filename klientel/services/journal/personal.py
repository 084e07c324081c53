"""What the journal can say about people."""

from django.utils.translation import gettext_lazy as _

from klientel.foundation.db.personal import About, Data, Erased, Personal, Purpose, Told

COLUMNS = {
    "journal.batch.actor_label": Personal(
        About.STAFF,
        Data.NAME,
        Purpose.PROVE,
        Told.HISTORY,
        Erased.KEPT,
        _("Who did it has to be told as long as what was done counts."),
    ),
    "journal.entry.changes": Personal(
        About.CONTACT, Data.ACTS, Purpose.PROVE, Told.HISTORY, Erased.BLANK
    ),
    "journal.entry.data": Personal(
        About.CONTACT, Data.ACTS, Purpose.PROVE, Told.HISTORY, Erased.PSEUDONYM
    ),
}
