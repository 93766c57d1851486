"""Published numbers our engines are held against: ``python -m tests.oracles [DIR]``."""
