"""The command line: what `./run` prepares, the commands it knows and the processes it starts."""
