"""Customers and contacts from files: what the columns mean, how cells are read, what is written."""
