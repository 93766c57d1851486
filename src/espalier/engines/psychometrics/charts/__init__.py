"""Control charts of the assessment process: limits, signals, and how often they cry wolf."""
