"""Before the study: how many learners, or how small an effect can be seen."""
