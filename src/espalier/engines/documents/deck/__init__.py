"""A deck of slides: what they say, then the same slides as PPTX and as HTML."""
