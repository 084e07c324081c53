"""What no single package owns: architecture, matrix, journeys, browser tests, and the runner."""
