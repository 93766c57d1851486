"""The thread's end in the handbook: clauses, and those nobody adapted yet."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.policy.handbook import queries
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.types import Break, Check, NodeKind

CLAUSE = "policy.Clause"


def register_thread() -> None:
    room = "espalier.cycle.policy.handbook"
    registry.register_node(NodeKind(CLAUSE, _("Clause of the handbook"), room, _described))
    fulfils(CLAUSE, {"P1.1.1": _ids})
    registry.register_check(
        Check("policy.clause_unadapted", _("Templates of clauses not yet adapted"), unadapted)
    )


def _ids() -> Iterable[object]:
    return queries.clauses_in_force().values_list("pk", flat=True)


def _described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for clause in queries.clauses().filter(pk__in=list(ids)):
        label = f"{clause.chapter}.{clause.number} {clause.title}"
        yield str(clause.pk), label, reverse("policy:clause", args=[clause.pk])


def unadapted() -> Iterable[Break]:
    """One query."""
    for clause in queries.unadapted_clauses():
        yield Break(
            "policy.clause_unadapted",
            CLAUSE,
            str(clause.pk),
            f"{clause.chapter}.{clause.number} {clause.title}",
            reverse("policy:clause", args=[clause.pk]),
            _("It is still a template."),
            _("Read it, fill in what is marked, and make it your own text."),
            reverse("policy:clause_edit", args=[clause.pk]),
        )
