"""Pages of the timetable: the year, one session, mending, the calendar."""
