"""Our own made-up company and standards, as files that a user could have."""
