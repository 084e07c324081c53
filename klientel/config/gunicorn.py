"""How the web server runs. Two processes with four threads each serve a company on two cores."""

worker_class = "gthread"
workers = 2
threads = 4
preload_app = True
timeout = 60
graceful_timeout = 5
keepalive = 15
loglevel = "warning"
proc_name = "klientel"
control_socket_disable = True
limit_request_line = 8190
