"""The narrative sections of O2.2.1: what people write by hand, and what each should say."""

NARRATIVES = ("purpose", "theory", "buying", "resources", "conclusion")
