"""Makes the files of the example company from the texts in ``content/`` and a seed."""
