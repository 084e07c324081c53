"""The command line, mostly as whole processes with a data folder of their own."""
