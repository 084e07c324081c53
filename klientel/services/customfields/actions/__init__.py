"""The only writers of definitions and of their indexes."""
