"""Two callers at one record, as a problem with the values of both."""

from django.utils.translation import gettext as _

from klientel.domains.customers.errors import Conflict
from klientel.foundation.rest.conditions import tag
from klientel.foundation.rest.problems import Problem, wrong


def problem(conflict: Conflict) -> Problem:
    """412 with each field both changed; 404 when the row was deleted meanwhile."""
    if not conflict.clashes:
        return Problem(404)
    errors = [
        {
            **wrong(clash.field, _("Someone else has changed this meanwhile.")),
            "base": clash.base,
            "mine": clash.mine,
            "theirs": clash.theirs,
        }
        for clash in conflict.clashes
    ]
    return Problem(412, errors=errors, headers={"ETag": tag(conflict.row)})
