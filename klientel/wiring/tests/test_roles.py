"""Roles and permissions fit together."""

from klientel.services.accounts.choices import Role
from klientel.wiring.roles import ADMIN, GROUPS, ROLES

CODES = {code for group in GROUPS for code in group.labels}


def test_every_role_has_its_permissions() -> None:
    assert set(ROLES) == set(Role.values)


def test_roles_name_only_permissions_that_exist() -> None:
    assert {code for codes in ROLES.values() for code in codes} <= CODES


def test_an_admin_may_everything() -> None:
    assert ADMIN == CODES


def test_who_may_only_read_may_only_read() -> None:
    assert all(code.endswith(".view") for code in ROLES[Role.READ_ONLY])
