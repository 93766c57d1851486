"""P2.3.5 How a module can be run: class sizes, costs, instructors, rooms, meetings; what it takes to enter."""
