"""The design decides the estimator: each design's effect with interval, verdict and sentence."""
