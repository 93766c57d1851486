"""A document tree as PDF: set by Typst, tagged, with bookmarks and embedded fonts."""

from .compile import to_pdf

__all__ = ["to_pdf"]
