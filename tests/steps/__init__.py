"""What `./test` does: steps that each say their name, their time and how they ended."""
