"""One statement per table, however many rows."""

import sqlite3
from collections.abc import Sequence
from typing import TypeVar

from django.db import connection
from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def widen_statements() -> None:
    """Let one statement carry as many values as the database takes.

    Django 5.2 cuts statements on SQLite at 999 values, the limit of libraries before 2020; the one
    linked here says itself how many it takes.
    """
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        limit = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = limit


def insert_all(model: type[Row], rows: Sequence[Row]) -> list[Row]:
    """Insert the rows with one statement and give them their keys."""
    widen_statements()
    return list(model._default_manager.bulk_create(rows))
