"""P1.2.1 Employees: who works here, in which position, since when."""
