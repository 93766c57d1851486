"""P2.3.2 Presenting the strategy: one page, slides, and each presentation with what was asked and decided."""
