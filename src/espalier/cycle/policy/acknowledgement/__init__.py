"""O1.1.1 Distribution of the published handbook and who has read it."""
