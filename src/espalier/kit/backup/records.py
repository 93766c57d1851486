"""Records as lines of JSON that mean the same in either database engine."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

# Bookkeeping of the running program, made again by the target itself.
LEFT_OUT = {"sessions", "contenttypes", "auth", "django_tasks_database", "django_tasks_db"}


def kept_models() -> list[type[Model]]:
    """Every table that belongs to the organisation, in a stable order; many-to-many tables too."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in LEFT_OUT
        and not _points_outside(model)
    ]
    return sorted(found, key=lambda model: model._meta.label)


def _points_outside(model: type[Model]) -> bool:
    """An automatic link table to what is left out (a user's Django groups) is left out too."""
    if not model._meta.auto_created:
        return False
    targets = [f.related_model for f in model._meta.concrete_fields if f.is_relation]
    return any(t._meta.app_label in LEFT_OUT for t in targets if not isinstance(t, str) and t)


def lines_of(model: type[Model]) -> Iterator[str]:
    """One canonical JSON array a row, in the order of the key; memory does not grow with the table."""
    names = field_names(model)
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=2000):
        yield json.dumps([_plain(v) for v in row], ensure_ascii=False, sort_keys=True)


def field_names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def instance_from(model: type[Model], names: list[str], line: str) -> Model:
    """A saved-looking instance from its line; values pass through the fields' own conversion."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    values: dict[str, Any] = {}
    for name, value in zip(names, json.loads(line), strict=True):
        field = fields[name]
        is_json = field.get_internal_type() == "JSONField"
        values[name] = value if is_json or value is None else field.to_python(value)
    return model(**values)


def digest_of(lines: Iterator[str]) -> tuple[int, str]:
    """Count and SHA-256 of lines, each ended by a newline."""
    hashed, n = hashlib.sha256(), 0
    for line in lines:
        hashed.update(line.encode() + b"\n")
        n += 1
    return n, hashed.hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value
