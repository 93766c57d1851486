"""Detectors of the usual mistakes: each looks at numbers and raises an alert or stays silent."""
