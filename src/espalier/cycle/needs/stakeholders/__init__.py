"""P2.1.1 Stakeholders: who must be heard, who was, what they hold, and the climate of transfer."""
