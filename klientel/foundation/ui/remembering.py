"""Parts of pages that are the same for many requests, rendered once per process.

`{% remember actions=actions %}…{% endremember %}`: the block sees these values and nothing else,
neither request nor person, so what it shows follows from them and the language. They are compared
by value. Where values cannot be compared, as forms, `by` names a key that says all the block shows:
`{% remember filters=listing.filters by=listing.filters.state %}`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from typing import Any

from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST = 64  # variants of one block


class Remembered(Node):
    def __init__(self, nodelist: NodeList, values: Mapping[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self._values = values
        self._kept: OrderedDict[Hashable, SafeString] = OrderedDict()

    def render(self, context: Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self._values.items()}
        by = values.pop("by", None)
        key = (get_language(), by or tuple(_comparable(value) for value in values.values()))
        found = self._kept.get(key)
        if found is None:
            found = self.nodelist.render(context.new(values))
            self._kept[key] = found
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return found


def _comparable(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


def remember(parser: Parser, token: Token) -> Remembered:
    name, *bits = token.split_contents()
    values = token_kwargs(bits, parser)
    if bits or not values:
        raise TemplateSyntaxError(f"{name} takes name=value pairs")
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return Remembered(nodelist, values)
