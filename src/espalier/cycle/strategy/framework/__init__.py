"""P2.2.4, P2.2.5 The framework as a whole: architecture, alignment, confirmations, review procedure."""
