"""Values worked out from many records, kept in this process until an act on those records is recorded.

Every act leaves one entry in the audit log, in its own transaction, and the hash of an entry is like no other. So the
hash of the newest entry that concerns some records says exactly in which state they are: the same hash, the same
records.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Generic, TypeVar

from django.db import connection
from django.db.models import Q

from espalier.kit.audit.models import Entry

Value = TypeVar("Value")
ANYTHING = ("",)


class Kept(Generic[Value]):
    """Values by key. ``events`` are the beginnings of the events after which none of them may be used again.

    Inside a transaction nothing is kept and nothing kept is used: its own writes have no entry yet.
    """

    def __init__(self, events: tuple[str, ...] = ANYTHING, *, size: int = 4) -> None:
        self._events, self._size = events, size
        self._seen = (0, "")  # the last entry looked at
        self._revision = ""
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = RLock()

    def of(self, key: Hashable, work_out: Callable[[], Value]) -> Value:
        """The value kept for a key, or the one worked out now. One query beside those of the work."""
        if connection.in_atomic_block:
            return work_out()
        # One thread works it out; the others wait for it instead of doing the same.
        with self._lock:
            revision = self._current()
            if not revision:
                return work_out()  # records without any act are nobody's
            if revision != self._revision:
                self._values.clear()
                self._revision = revision
            if key not in self._values:
                # Read after the revision: what changes meanwhile gets a newer one, so nothing old is kept.
                self._values[key] = work_out()
            self._values.move_to_end(key)
            while len(self._values) > self._size:
                self._values.popitem(last=False)
            return self._values[key]

    def _current(self) -> str:
        """The hash of the newest entry that concerns these records; only entries not seen before are read."""
        sequence, hash_ = self._seen
        new = list(
            Entry.objects.filter(sequence__gte=sequence)
            .order_by("-sequence")
            .values_list("sequence", "event", "hash")
        ) if sequence else []  # fmt: skip
        if not new or new[-1][::2] != (sequence, hash_):
            return self._from_the_beginning()
        self._seen = new[0][::2]
        return next(
            (each for _n, event, each in new[:-1] if event.startswith(self._events)), self._revision
        )

    def _from_the_beginning(self) -> str:
        """The same in a process that has not looked yet, or at a database that was put in place of another."""
        newest = Entry.objects.order_by("-sequence").values_list("sequence", "hash").first()
        self._seen = newest or (0, "")
        begins = Q()
        for event in self._events:
            begins |= Q(event__startswith=event)
        found = Entry.objects.filter(begins, sequence__lte=self._seen[0]).order_by("-sequence")
        return found.values_list("hash", flat=True).first() or ""
