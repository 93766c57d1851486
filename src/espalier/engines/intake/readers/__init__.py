"""One reader per file format: bytes in, rows of cells in reading order out."""
