"""Telling people: in the application and by mail, through an outbox that loses nothing."""
