"""What every API operation shares: tokens, limits, problems, repeats, conditions, pages."""
