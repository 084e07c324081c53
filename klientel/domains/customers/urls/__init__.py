"""Addresses of customers and of contacts."""
