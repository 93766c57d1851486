"""The thread through norms: indicator → norm → module version, position, clause; what is broken among them."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.learning_map.norms import queries
from espalier.cycle.learning_map.norms.models import Norm, NormClause, NormModule, NormPosition
from espalier.cycle.learning_map.norms.types import NORM
from espalier.kit.errors import Text
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check, Edge, NodeKind
from espalier.kit.versions.states import State

VERSION, POSITION, CLAUSE = "learning_map.ModuleVersion", "people.Position", "policy.Clause"
WITHOUT_MODULE = "learning_map.norm_without_module"
PAST_REVIEW = "learning_map.norm_past_review"
DOUBTFUL = "learning_map.norm_doubtful"
WITHOUT_CLAUSE = "learning_map.norm_without_clause"


def register_thread() -> None:
    room = "espalier.cycle.learning_map.norms"
    registry.register_node(NodeKind(NORM, _("Norm"), room, _described))
    fulfils(NORM, {"P1.2.2": _in_register})
    registry.register_edge(
        Edge(NORM, VERSION, _("the module serves the norm"), _served_by, _serving)
    )
    positions, clauses = NormPosition.objects.all(), NormClause.objects.all()
    registry.register_edge(
        edge(NORM, POSITION, _("the norm binds the position"), positions, "norm_id", "position_id")
    )
    registry.register_edge(
        edge(NORM, CLAUSE, _("the clause carries the norm"), clauses, "norm_id", "clause_id")
    )
    for code, title, find in (
        (WITHOUT_MODULE, _("Norms that ask for learning and have no module"), without_module),
        (PAST_REVIEW, _("Norms past their review date"), past_review),
        (DOUBTFUL, _("Doubtful norms in use"), doubtful),
        (WITHOUT_CLAUSE, _("Legal duties that no clause of the policy carries"), without_clause),
    ):
        registry.register_check(Check(code, title, find))


def _served_by(ids: Sequence[str]) -> Iterable[tuple[str, str]]:
    """From norms to the versions in force of the modules that serve them."""
    rows = NormModule.objects.filter(norm_id__in=ids, module__versions__state=State.PUBLISHED)
    pairs = rows.order_by("pk").values_list("norm_id", "module__versions__pk")
    return [(str(norm), str(version)) for norm, version in pairs]


def _serving(ids: Sequence[str]) -> Iterable[tuple[str, str]]:
    """The way back; a version no longer in force serves nothing."""
    rows = NormModule.objects.filter(
        module__versions__pk__in=ids, module__versions__state=State.PUBLISHED
    )
    pairs = rows.order_by("pk").values_list("module__versions__pk", "norm_id")
    return [(str(version), str(norm)) for version, norm in pairs]


def _in_register() -> Iterable[int]:
    return Norm.objects.filter(is_applied=True).order_by("code").values_list("pk", flat=True)


def _described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    rows = Norm.objects.filter(pk__in=list(ids)).order_by("code").values_list("pk", "code", "title")
    for pk, code, title in rows:
        yield str(pk), f"{code} {title}", reverse("learning_map:norm", args=[pk])


def without_module() -> Iterable[Break]:
    """One query."""
    message = _("It asks for learning by a term, but no module serves it.")
    remedy = _("Link the modules whose hours serve it.")
    for norm in queries.applied_duties_without_module(timezone.localdate()):
        yield _break(WITHOUT_MODULE, norm, message, remedy, "learning_map:norm_links")


def past_review() -> Iterable[Break]:
    """One query."""
    message = _("It should have been looked up again by %(day)s.")
    remedy = _("Look the source up again and say so.")
    for norm in queries.past_review(timezone.localdate()):
        told = message % {"day": norm.review_on}
        yield _break(PAST_REVIEW, norm, told, remedy, "learning_map:norm_check")


def doubtful() -> Iterable[Break]:
    """One query."""
    message = _("It is in use although nobody is sure of it.")
    remedy = _("Look it up in the official source, or say that it does not apply.")
    for norm in queries.applied_doubtful():
        yield _break(DOUBTFUL, norm, message, remedy, "learning_map:norm_check")


def without_clause() -> Iterable[Break]:
    """One query."""
    message = _("The law asks for learning, but no clause of the training policy says so.")
    remedy = _("Link the clause that carries it.")
    for norm in queries.legal_duties_without_clause(timezone.localdate()):
        yield _break(WITHOUT_CLAUSE, norm, message, remedy, "learning_map:norm_links")


def _break(check: str, norm: Norm, message: Text, remedy: Text, act: str) -> Break:
    label, url = f"{norm.code} {norm.title}", reverse("learning_map:norm", args=[norm.pk])
    remedy_url = reverse(act, args=[norm.pk])
    return Break(check, NORM, str(norm.pk), label, url, message, remedy, remedy_url)
