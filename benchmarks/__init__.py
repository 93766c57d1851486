"""What Espalier costs to run: volumes, cases, measured figures. ``make bench`` runs them; see README.md."""
