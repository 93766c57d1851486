"""Bytes of a table -> sheets of cells -> header and columns -> typed rows, with every refusal in its place."""
