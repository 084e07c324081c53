"""The only writers of views."""

from .saving import ViewFields, change_view, delete_view, save_view

__all__ = ["ViewFields", "change_view", "delete_view", "save_view"]
