"""Several outcomes at once: adjusted p-values."""
