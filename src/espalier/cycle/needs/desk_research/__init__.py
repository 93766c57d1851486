"""P2.1.2 Desk research: documents with their text by page, and the passages taken from them."""
