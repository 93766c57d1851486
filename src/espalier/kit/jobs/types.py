"""What a long piece of work is given to report with."""

from collections.abc import Callable
from typing import Any, Protocol


class Cancelled(Exception):
    """The person asked the work to stop; the job ends as cancelled and nothing of it stays."""


class Progress(Protocol):
    """How work says where it is. Raises Cancelled when the person asked for it to stop."""

    def __call__(self, share: float, step: str = "") -> None: ...


JobFunction = Callable[[dict[str, Any], Progress], dict[str, Any]]
