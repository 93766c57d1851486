"""Item response theory: items and people on one scale, with the error of both."""
