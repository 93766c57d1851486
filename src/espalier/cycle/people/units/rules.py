"""Rules of units. Pure: no Django, no clock, no database."""


def scope_key(code: str) -> str:
    """The key of a unit's place in the scope tree of the accounts, which knows no units."""
    return f"unit:{code}"
