"""What the planner is measured on: made-up companies, published instances, and the records of the runs."""
