"""P1.2.1 Standard in: a file becomes a competency standard after a person has looked at it."""
