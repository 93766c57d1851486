"""Records of a register as nodes of the thread."""

from collections.abc import Iterable, Sequence
from typing import Any

from espalier.kit.errors import Text
from espalier.kit.registers.types import Register
from espalier.kit.thread import registry
from espalier.kit.thread.types import Break, NodeKind


def node_of(register: Register, room: str) -> None:
    """Register the node of a dotted room; its label and page are those of the register."""

    def described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
        rows = register.model.objects.select_related(*register.joined).order_by("pk")
        for row in rows.filter(pk__in=list(ids)):
            yield str(row.pk), register.label(row), register.page(row)

    registry.register_node(NodeKind(register.node, register.one, room, described))


def broken(
    check: str, register: Register, row: Any, message: Text, remedy: Text, remedy_url: str = ""
) -> Break:
    """A broken link at one record of a register."""
    page = register.page(row)
    pk = str(row.pk)
    return Break(
        check, register.node, pk, register.label(row), page, message, remedy, remedy_url or page
    )
