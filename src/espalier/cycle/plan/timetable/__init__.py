"""P2.3.1 The order of content and its dates: slots, closed days, sessions, meetings, re-planning."""
