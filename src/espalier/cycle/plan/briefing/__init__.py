"""P2.3.2 Presenting the strategy: the page, the deck, and each presentation as a record."""
