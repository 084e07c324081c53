"""Ties the packages together once all of them are loaded, each list on its own page."""

from django.apps import AppConfig

from klientel.foundation.db import backends


class WiringConfig(AppConfig):
    name = "klientel.wiring"
    label = "wiring"

    def ready(self) -> None:
        backends.connect()
        # The lists import models, which exist only now.
        from . import (  # noqa: PLC0415  # CONFIG: see above
            attachables,
            bulk,
            custom_fields,
            followers,
            long_searches,
            navigation,
            notices,
            personal,
            projections,
            retention,
            roles,
            saved_views,
            searches,
            showcase,
            sights,
            slots,
            transfers,
            undo,
        )

        roles.connect()
        personal.connect()
        saved_views.connect()
        long_searches.connect()
        custom_fields.connect()
        attachables.connect()
        followers.connect()
        searches.connect()
        navigation.connect()
        undo.connect()
        projections.connect()
        sights.connect()
        retention.connect()
        showcase.connect()
        slots.connect()
        transfers.connect()
        bulk.connect()
        notices.connect()
