"""Pages of consulting, by task."""
