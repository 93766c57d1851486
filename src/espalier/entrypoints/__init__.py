"""The doors from outside: pages, command line, worker."""
