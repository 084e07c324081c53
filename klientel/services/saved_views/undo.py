"""How changes to these tables are walked back: through the actions."""

from .actions.undoing import check_rights, walk_back

__all__ = ["check_rights", "walk_back"]
