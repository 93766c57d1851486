"""Needs and gaps: current level from several ratings, gap figures, suppression, priorities."""
