"""Pages of stakeholders, by task."""
