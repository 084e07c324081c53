"""Fields an installation adds to records of its own accord: definitions, values, indexes."""
