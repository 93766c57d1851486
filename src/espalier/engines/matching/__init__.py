"""Text similarity for zh and en, search, and the difference between two standards."""
