"""Ties the packages together once all of them are loaded, each list on its own page."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "klientel.wiring"
    label = "wiring"

    def ready(self) -> None:
        # The lists import models, which exist only now.
        from klientel.services.accounts import actors  # noqa: PLC0415  # CONFIG: see above

        from . import navigation, projections, roles, undo  # noqa: PLC0415  # CONFIG: see above

        actors.set_roles(roles.ROLES)
        navigation.connect()
        undo.connect()
        projections.connect()
