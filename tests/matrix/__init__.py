"""Who gets what at every address: all of them, tried with every kind of visitor."""
