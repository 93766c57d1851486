"""The pages of the catalogue: standards, competencies, own models."""
