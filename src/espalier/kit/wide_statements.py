"""Let one statement carry as many values as the database takes.

Django 5.2 cuts statements on SQLite at 999 values, the limit of libraries before 2020; the one linked here says itself
how many it takes. Without this a bulk insert of n rows costs n / 60 statements.
"""

import sqlite3
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def widen(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Called with every new connection."""
    if connection.vendor == "sqlite":
        limit = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = limit


def register() -> None:
    connection_created.connect(widen, dispatch_uid="espalier.wide_statements")
