"""What these tables say about staff."""

from django.utils.translation import gettext_lazy as _

from klientel.foundation.db.personal import About, Data, Erased, Personal, Purpose, Told

EMPLOYED = _("It is about a colleague; an account is disabled, not erased.")


def _staff(data: Data) -> Personal:
    return Personal(About.STAFF, data, Purpose.SIGN_IN, Told.NOT_THEIRS, Erased.KEPT, EMPLOYED)


COLUMNS = {
    "accounts.addresslink.email": _staff(Data.REACH),
    "accounts.resetwish.email": _staff(Data.REACH),
    "accounts.token.name": _staff(Data.ACCOUNT),
    "accounts.user.email": _staff(Data.REACH),
    "accounts.user.language": _staff(Data.ACCOUNT),
    "accounts.user.name": _staff(Data.NAME),
    "accounts.user.password": _staff(Data.ACCOUNT),
    "accounts.user.time_zone": _staff(Data.ACCOUNT),
}
