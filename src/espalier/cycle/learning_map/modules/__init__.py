"""P1.2.1 Learning modules: objectives, hours, prerequisites, what they raise."""
