"""Documents: one neutral tree, checked once, written as DOCX, PDF, HTML, XLSX that agree."""
