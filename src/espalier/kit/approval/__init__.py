"""P2.2.5: review procedures as data, and every run of one: who decides what, in which order, until when."""
