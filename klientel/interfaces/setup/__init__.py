"""The first visit: the first administrator, and demo data for whoever only wants to look."""
