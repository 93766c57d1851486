"""Solver runs in processes of their own: time and memory limits, progress, cancelling, the best answer so far.

OR-Tools and HiGHS cannot share a process, and a solver may crash or eat all memory; so each run is a child
that is told its task by file, says how it goes in lines of JSON, and keeps its best answer in a file that
survives it. What comes back is checked by the caller, never trusted.
"""

import contextlib
import json
import pickle
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

ROOM = "espalier.engines.planner."  # tasks live here and nowhere else
KEPT_EVERY = (
    2.0  # seconds at least between two answers passed on, since whoever gets them checks them
)
POLL = 0.1  # seconds between looks at the child and at the stop button
# The paths of this process, so that the child finds the same code; its arithmetic libraries one thread each.
START = (
    "import json, os, sys; sys.path[:] = json.loads(sys.argv[2]);"
    "os.environ.update(OPENBLAS_NUM_THREADS='1', OMP_NUM_THREADS='1');"
    "from espalier.engines.planner.child import main; main(sys.argv[1])"
)


class Ended(StrEnum):
    """How a run ended. Only DONE means that the task returned by itself."""

    DONE = "done"
    STOPPED = "stopped"  # cancelled by the person who waits for it
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds``: when the task is asked to come to an end (None: never); ``grace``: how much later it is

    killed; ``memory_bytes``: address space it may take.
    """

    seconds: float | None = None
    grace: float = 5.0
    memory_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """One line of a run: the stage, the best value found and the bound, both as the solver says."""

    stage: str
    seconds: float
    incumbent: float | None = None
    bound: float | None = None
    figures: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """``answer``: what the task returned, or the best it kept when it did not end by itself; None without."""

    ended: Ended
    answer: Any
    detail: str
    seconds: float
    peak_bytes: int


@dataclass(slots=True)
class _Run:
    """What is known of a child while it runs."""

    folder: Path
    process: "subprocess.Popen[bytes]"
    began: float
    peak_bytes: int = 0
    finished: bool = False


def run_task(
    task: str,
    payload: Any,
    *,
    limits: Limits | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    on_kept: Callable[[Any], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Outcome:
    """Run ``module:function`` of this room in a child process and wait for it.

    Parameters
    ----------
    task : str
        The function is called with the payload and a :class:`~espalier.engines.planner.child.Channel`.
    payload : object
        Pickled for the child.
    limits : Limits, optional
    on_progress, on_kept : callable, optional
        Called in this process with every line of progress, and every two seconds with a better answer if there is one.
    stop : callable, optional
        Asked ten times a second; once true the task is asked to end, and killed after the grace.
    """
    if not task.startswith(ROOM):
        raise ValueError(f"{task} is no task of the planner")
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="espalier-planner-") as name:
        folder = Path(name)
        with (folder / "task").open("wb") as file:
            pickle.dump((task, payload, limits), file, protocol=pickle.HIGHEST_PROTOCOL)
        with _started(folder) as run:
            listener = threading.Thread(
                target=_listen, args=(run, on_progress, on_kept), daemon=True
            )
            listener.start()
            ended = _wait(run, limits, stop)
            listener.join()  # the pipe is closed at the child's end; what is left in it is still told
        return _outcome(run, ended)


@contextlib.contextmanager
def _started(folder: Path) -> Iterator[_Run]:
    """The child; whatever happens here, it does not outlive this block."""
    command = [sys.executable, "-c", START, str(folder), json.dumps(sys.path)]
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        )
    try:
        yield _Run(folder, process, time.monotonic())
    finally:
        if process.poll() is None:
            process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                # The child may have gone with something unread.
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()


def _listen(
    run: _Run, on_progress: Callable[[Progress], None] | None, on_kept: Callable[[Any], None] | None
) -> None:
    assert run.process.stdout is not None
    kept_at, waiting = -KEPT_EVERY, False
    for line in run.process.stdout:
        try:
            told = json.loads(line)
        except ValueError:
            continue  # cut off by a kill
        run.peak_bytes = max(run.peak_bytes, told.pop("peak_bytes", 0))
        run.finished = run.finished or told.pop("finished", False)
        waiting = told.pop("kept", False) or waiting
        if waiting and on_kept and time.monotonic() - kept_at > KEPT_EVERY:
            on_kept(_read(run.folder / "kept"))
            kept_at, waiting = time.monotonic(), False
        if "stage" in told and on_progress:
            on_progress(Progress(**told))
    if waiting and on_kept:
        on_kept(_read(run.folder / "kept"))


def _wait(run: _Run, limits: Limits, stop: Callable[[], bool] | None) -> Ended:
    """Wait for the child, passing on the wish to stop; say why it was asked to end, or DONE."""
    asked, killed_at = Ended.DONE, None
    while run.process.poll() is None:
        now = time.monotonic()
        if killed_at is None:
            if stop is not None and stop():
                asked = Ended.STOPPED
            elif limits.seconds is not None and now - run.began > limits.seconds:
                asked = Ended.TIMED_OUT
            if asked is not Ended.DONE:
                killed_at = now + limits.grace
                _ask_to_stop(run.process)
        elif now > killed_at:
            run.process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.process.wait(POLL)
    return asked


def _ask_to_stop(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    with contextlib.suppress(OSError):
        process.stdin.write(b"stop\n")
        process.stdin.flush()


def _outcome(run: _Run, asked: Ended) -> Outcome:
    seconds = time.monotonic() - run.began
    answer = _read(run.folder / "answer")
    if answer is not None:
        ended = Ended.STOPPED if asked is Ended.STOPPED else Ended.DONE
        return Outcome(ended, answer, "", seconds, run.peak_bytes)
    kept = _read(run.folder / "kept")
    errors = (run.folder / "errors").read_text("utf-8", "replace").strip()
    ended, detail = _why(asked, run.process.returncode, errors)
    return Outcome(ended, kept, detail, seconds, run.peak_bytes)


def _why(asked: Ended, code: int, errors: str) -> tuple[Ended, str]:
    """Why a child left no answer, in words for the log of the job."""
    if asked is not Ended.DONE:
        return asked, "the solver did not end in time and was killed"
    last = errors.splitlines()[-1] if errors else ""
    if code == -9:  # not by us: the system takes memory back in this way
        return Ended.OUT_OF_MEMORY, "the system killed the solver, most likely for its memory"
    if any(sign in errors for sign in ("MemoryError", "bad_alloc", "out of memory")):
        return Ended.OUT_OF_MEMORY, last or "out of memory"
    return Ended.CRASHED, last or f"the solver ended with code {code}"


def _read(path: Path) -> Any:
    """An answer the child wrote; None where it wrote none. Written by our own code, in our own folder."""
    try:
        with path.open("rb") as file:
            return pickle.load(file)
    except (OSError, EOFError, pickle.UnpicklingError):
        return None
