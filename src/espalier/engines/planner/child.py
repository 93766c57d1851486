"""The other side of :mod:`espalier.engines.planner.running`: what happens inside the child process."""

import contextlib
import importlib
import json
import math
import os
import pickle
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO

from espalier.engines.planner.running import ROOM, Limits


class Channel:
    """How a task speaks to whoever waits for it. Without a folder (in a test) nothing is said or kept."""

    def __init__(
        self,
        *,
        folder: Path | None = None,
        out: BinaryIO | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._folder = folder
        self._out = out
        self._began = time.monotonic()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        seconds = limits.seconds if limits else None
        self.deadline = None if seconds is None else self._began + seconds

    @property
    def seconds(self) -> float:
        """How long the task has been running."""
        return time.monotonic() - self._began

    def seconds_left(self) -> float | None:
        """Until the task should be ready; None without a limit, never below 0."""
        return None if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    def stop_requested(self) -> bool:
        """Whether the task was asked to end, or its time is over."""
        return self._stop.is_set() or self.seconds_left() == 0.0

    def request_stop(self) -> None:
        self._stop.set()

    def report(
        self,
        stage: str,
        *,
        incumbent: float | None = None,
        bound: float | None = None,
        **figures: Any,
    ) -> None:
        """Say how far the task is."""
        self._say(
            stage=stage,
            seconds=round(self.seconds, 3),
            incumbent=_finite(incumbent),
            bound=_finite(bound),
            figures=figures,
        )

    def keep(self, answer: Any) -> None:
        """Keep the best answer so far where it survives this process."""
        if self._folder is not None:
            _write(self._folder / "kept", answer)
            self._say(kept=True)

    def finish(self, answer: Any) -> None:
        if self._folder is not None:
            _write(self._folder / "answer", answer)
            self._say(finished=True)

    def _say(self, **told: Any) -> None:
        if self._out is None:
            return
        line = json.dumps({**told, "peak_bytes": peak_bytes()}).encode() + b"\n"
        # Whoever waited may be gone; the task then ends by its closed input.
        with self._lock, contextlib.suppress(OSError):
            self._out.write(line)
            self._out.flush()


class Part(Channel):
    """A channel for one part of a task: a share of the time left, told under one name, its answers its own."""

    def __init__(self, whole: Channel, stage: str, share: float) -> None:
        left = whole.seconds_left()
        super().__init__(limits=Limits(seconds=None if left is None else left * share))
        self._whole, self._stage = whole, stage

    def stop_requested(self) -> bool:
        """Whether this part or the whole task should end."""
        return super().stop_requested() or self._whole.stop_requested()

    def report(
        self,
        stage: str,
        *,
        incumbent: float | None = None,
        bound: float | None = None,
        **figures: Any,
    ) -> None:
        """Say how far the part is, as the whole task's stage."""
        self._whole.report(self._stage, incumbent=incumbent, bound=bound, step=stage, **figures)


def main(folder_name: str) -> None:
    """Run the task in the folder; speak on what was standard output, which libraries get no more."""
    folder = Path(folder_name)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with (folder / "task").open("rb") as file:
        task, payload, limits = pickle.load(file)
    _limit_memory(limits.memory_bytes)
    channel = Channel(folder=folder, out=out, limits=limits)
    threading.Thread(target=_obey, args=(channel,), daemon=True).start()
    try:
        answer = _function(task)(payload, channel)
        channel.finish(answer)
    except MemoryError:
        sys.stderr.write("MemoryError\n")
        sys.stderr.flush()
        os._exit(12)
    out.flush()
    # Threads of a solver must not hold up the end.
    sys.stderr.flush()
    os._exit(0)


def peak_bytes() -> int:
    """Most memory this process ever had, where the system tells; else 0."""
    try:
        import resource
    except ImportError:  # not on Windows
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _function(task: str) -> Any:
    module, _, name = task.partition(":")
    if not module.startswith(ROOM):
        raise ValueError(f"{task} is no task of the planner")
    return getattr(importlib.import_module(module), name)


def _limit_memory(size: int | None) -> None:
    if size is None:
        return
    try:
        import resource
    except ImportError:  # not on Windows: the limit is then the machine's
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _obey(channel: Channel) -> None:
    """Stop when told; end at once when whoever started this process is gone."""
    for line in os.fdopen(0, "rb", closefd=False):
        if line.strip() == b"stop":
            channel.request_stop()
    os._exit(13)


def _write(path: Path, answer: Any) -> None:
    """Write whole or not at all, so that a kill leaves the file before."""
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        pickle.dump(answer, file, protocol=pickle.HIGHEST_PROTOCOL)
    fresh.replace(path)


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
