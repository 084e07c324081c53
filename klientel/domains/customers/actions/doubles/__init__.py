"""Looking for records that mean the same, and remembering which do not."""
