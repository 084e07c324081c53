"""Stories through several parts, over HTTP without a browser."""
