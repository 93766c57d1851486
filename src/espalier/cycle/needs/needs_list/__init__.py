"""P2.1.2, P2.2.2 Needs: what they rest on, whether training is the remedy, and which come first."""
