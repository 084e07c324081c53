"""What may be kept about people and for how long: deleting for good, retention, its log."""
