"""Customers and contacts over HTTP, for machines: the same actions as the pages."""
