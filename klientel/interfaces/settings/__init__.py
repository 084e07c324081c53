"""The settings pages: one's own, and those of whoever looks after the installation."""
