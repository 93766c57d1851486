"""What O2.3.1 is called, and how much of it is shown."""

OUTPUT = "O2.3.1"
SMALLEST_GROUP = 5  # people behind a sum of wages
MOST_LEFT_OUT = 20  # modules not planned that the document gives reasons for; all stand on the page
