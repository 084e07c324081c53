"""How changes to these tables are walked back: through the actions."""

from .actions.undoing import walk_back

__all__ = ["walk_back"]
