"""The annual planner: what to teach with the money there is, and when; each answer with its proof."""
