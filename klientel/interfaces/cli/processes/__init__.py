"""The web server and the job worker as children of one process, ending with it."""
