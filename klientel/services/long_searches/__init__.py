"""Searches that would take too long for a page: in the background, what they found is kept."""
