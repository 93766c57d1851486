"""The command line: every command has ``--json`` where it answers with data; exit codes are stated in docs/cli."""
