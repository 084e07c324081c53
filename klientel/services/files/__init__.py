"""Files and pictures that hang on records, and the rules for what is taken in and handed out."""
