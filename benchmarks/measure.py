"""Reading the clocks: CPU seconds of process and children, wall, peak memory, database statements."""

import gc
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks.types import Reading

Work = Callable[[], Mapping[str, float | str] | None]
# Linux gives kilobytes, macOS bytes.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass
class Statements:
    """Counts what is sent to the database while its wrapper is installed."""

    n_queries: int = 0
    n_selects: int = 0
    texts: list[str] = field(default_factory=list)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.n_queries += 1
        self.n_selects += sql.lstrip(" (").upper().startswith(("SELECT", "WITH"))
        self.texts.append(sql[:2000])
        return execute(sql, params, many, context)


@contextmanager
def counted(statements: Statements, *, uses_database: bool) -> Iterator[None]:
    """Count statements; work without records needs no Django and counts none."""
    wrapper: AbstractContextManager[object] = nullcontext()
    if uses_database:
        from django.db import connection

        wrapper = connection.execute_wrapper(statements)
    with wrapper:
        yield


def cpu_seconds() -> float:
    """User and system time of this process and of the children it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def peak_rss_mb() -> float:
    """The most memory this process, or the largest of its children, ever held."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) * RSS_UNIT / 2**20


def once(name: str, work: Work, *, uses_database: bool = True) -> Reading:
    """Do the work once and read the clocks. What was garbage before is not charged to the work."""
    gc.collect()
    statements = Statements()
    with counted(statements, uses_database=uses_database):
        cpu, wall = cpu_seconds(), time.perf_counter()
        extra = work()
        cpu, wall = cpu_seconds() - cpu, time.perf_counter() - wall
    return Reading(
        name=name,
        cpu_ms=cpu * 1000,
        wall_ms=wall * 1000,
        peak_rss_mb=peak_rss_mb(),
        n_queries=statements.n_queries,
        n_selects=statements.n_selects,
        extra=dict(extra or {}),
    )


def cold_and_warm(
    name: str, work: Work, repeats: int, *, uses_database: bool = True
) -> list[Reading]:
    """The first time in a fresh process, and the median of ``repeats`` times after it."""
    cold = once(f"{name}, cold", work, uses_database=uses_database)
    every = [once(name, work, uses_database=uses_database) for _ in range(repeats)]
    return [cold, median_of(f"{name}, warm", every)]


def median_of(name: str, readings: list[Reading]) -> Reading:
    """Each figure's own median; counts of the work come from the last time."""
    return Reading(
        name=name,
        cpu_ms=median(each.cpu_ms for each in readings),
        wall_ms=median(each.wall_ms for each in readings),
        peak_rss_mb=max(each.peak_rss_mb for each in readings),
        n_queries=round(median(each.n_queries for each in readings)),
        n_selects=round(median(each.n_selects for each in readings)),
        repeats=len(readings),
        extra=readings[-1].extra,
    )
