"""Timetabling: dates, instructors and rooms for the sessions of a year, and how little must move when life happens."""
