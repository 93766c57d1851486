"""Django finds the stage's tables here; they are written in the rooms."""
