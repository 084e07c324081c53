"""What the pages of customers and contacts answer, by subject."""
