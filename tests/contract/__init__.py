"""The description of the API and whether the API keeps to it."""
