"""Themes of free comments: character n-grams, TF-IDF, non-negative factors, and the human who corrects them."""
