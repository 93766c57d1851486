"""P1.2.1 Catalogue: standards, their items, and the competencies the organisation owns."""
