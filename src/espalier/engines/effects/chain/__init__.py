"""The Kirkpatrick chain: every level with its number of persons, and the links between levels."""
