"""The same questions for everybody at once; answers equal those of ``evaluate``, person by person."""
