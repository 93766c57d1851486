"""Satisfaction surveys and 360-degree ratings: what was answered, by how many, and what it can carry."""
