"""Small registers declared once: sheet, form, checks, history and thread node are read from the declaration."""
