"""Several records that mean the same become one, and can be taken apart again."""
