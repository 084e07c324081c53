"""What must stand before a command runs, each part done only when something has changed."""
