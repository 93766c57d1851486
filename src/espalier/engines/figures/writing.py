"""A result as JSON: every field by its name, arrays as lists, what is undefined as null."""

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np


def as_json(value: Any) -> Any:
    """Plain numbers, texts, lists and objects with the same names.

    Raises
    ------
    TypeError
        Something no result should hold.

    Examples
    --------
    >>> from espalier.engines.figures.types import Interval
    >>> as_json({"ci": Interval(0.0, float("inf"))})
    {'ci': {'low': 0.0, 'high': None, 'level': 0.95}}
    """
    if value is None or isinstance(value, str | bool | int):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else None
    if isinstance(value, np.integer | np.bool_ | np.ndarray):
        return as_json(value.tolist())
    if is_dataclass(value):
        return {each.name: as_json(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, dict):
        return {str(key): as_json(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [as_json(each) for each in value]
    raise TypeError(f"{type(value).__name__} has no place in a result")
