"""T2.3 Strategy content and the annual plan: methods, offers, future needs, plan, timetable, briefing."""
