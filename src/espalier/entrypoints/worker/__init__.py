"""What runs beside the pages: the scheduler's round. The worker itself is django-tasks' own."""
