"""The rules of docs/ARCHITECTURE.md that import-linter and ruff cannot see."""
