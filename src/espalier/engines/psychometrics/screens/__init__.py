"""Screens of answers and times: where to look first, never a verdict about anybody."""
