"""Hostile input and hostile visitors, over HTTP."""
