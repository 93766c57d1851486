"""A document tree as DOCX, and the reference file that gives it its styles."""

from .build import to_docx
from .reference import REQUIRED_STYLES, ReferenceRefused, reference_docx

__all__ = ["REQUIRED_STYLES", "ReferenceRefused", "reference_docx", "to_docx"]
