"""What is asked by its address: the query string of the same thing, with some parts set."""

from __future__ import annotations

from django.http import QueryDict

from .filtering import without


class Addressed:
    params: QueryDict

    def query(self, **changes: str) -> str:
        """Its own query string with some parts set."""
        params = QueryDict(without(self.params), mutable=True)
        for name, value in changes.items():
            params[name] = value
        return params.urlencode()

    @property
    def plain_query(self) -> str:
        return self.query()
