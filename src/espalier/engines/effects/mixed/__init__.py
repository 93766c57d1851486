"""Learners inside sessions: random-intercept and random-slope models by restricted maximum likelihood."""
