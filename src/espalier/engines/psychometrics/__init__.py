"""T2.3, T3.1, T3.2 How good a test, a scale or an assessor is: what may be said from its scores, and what may not.

Each room is entered by its modules, so that importing the package costs nothing.
"""
