"""The only writers of files."""
