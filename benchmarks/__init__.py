"""Measures the main jobs on small and large data, and prints what a reader may expect."""
