"""The thread through stakeholders: P2.1.1 → stakeholder → consideration ← round, and what is broken."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.stakeholders import queries
from espalier.kit.consultation import registry as consultation
from espalier.kit.consultation.types import ConsultedKind, PartySource
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check, NodeKind

ROOM = "espalier.cycle.needs.stakeholders"
ANALYSIS, STAKEHOLDER = queries.ANALYSIS, queries.STAKEHOLDER
CONSIDERATION, ROUND = queries.CONSIDERATION, "consultation.Round"
UNHEARD = "needs.stakeholder_unheard"
UNSOURCED = "needs.consideration_without_source"


def register_thread() -> None:
    registry.register_node(NodeKind(ANALYSIS, _("Analysis of a plan year"), ROOM, _analyses))
    registry.register_node(NodeKind(STAKEHOLDER, _("Stakeholder"), ROOM, _stakeholders))
    registry.register_node(NodeKind(CONSIDERATION, _("Consideration"), ROOM, _considerations))
    said = _("the stakeholder spoke to it")
    voices = queries.voices()
    registry.register_edge(
        edge(STAKEHOLDER, CONSIDERATION, said, voices, "stakeholder_id", "consideration_id")
    )
    came = _("it came up in the round")
    rounds = queries.considerations_with_round()
    registry.register_edge(edge(ROUND, CONSIDERATION, came, rounds, "round_id", "pk"))
    fulfils(STAKEHOLDER, {"P2.1.1": queries.stakeholder_ids})
    fulfils(CONSIDERATION, {"P2.1.1": queries.consideration_ids})
    registry.register_check(
        Check(
            UNHEARD, _("Stakeholders whom nobody heard, without a reason"), unheard_without_reason
        )
    )
    registry.register_check(
        Check(UNSOURCED, _("Considerations that name nobody who raised them"), unsourced)
    )


def register_consulted() -> None:
    """Let rounds be about an analysis, invite from the register, and lead to considerations."""
    consultation.register_subject(
        ConsultedKind(
            ANALYSIS,
            _("Analysis of a plan year"),
            _analyses,
            choices=queries.analysis_choices,
            indicators=("P2.1.1",),
        )
    )
    consultation.register_parties(
        PartySource(STAKEHOLDER, _("Register of stakeholders"), queries.parties)
    )
    consultation.register_effect(CONSIDERATION)


def _analyses(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    url = reverse("needs:stakeholders")
    label = _("Analysis for %(year)s")
    for pk, year in queries.analyses_described(ids):
        yield pk, str(label) % {"year": year}, url


def _stakeholders(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for pk, label in queries.described_stakeholders(ids):
        yield pk, label, reverse("needs:stakeholder", args=[pk])


def _considerations(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for pk, label in queries.described_considerations(ids):
        yield pk, label, reverse("needs:consideration", args=[pk])


def unheard_without_reason() -> Iterable[Break]:
    """Five queries, whatever the register holds. Before the first analysis nobody can be unheard."""
    if queries.current_analysis() is None:
        return
    message = _("Nobody heard them in the analysis under way.")
    remedy = _("Invite them to a round, or record why they are not heard.")
    groups = dict(queries.group_choices())
    url = reverse("needs:unheard")
    for each in queries.unheard():
        if not each.reason:
            key = each.group if each.stakeholder_id is None else str(each.stakeholder_id)
            label = each.name or str(groups[each.group])
            yield Break(UNHEARD, STAKEHOLDER, key, label, url, message, remedy, url)


def unsourced() -> Iterable[Break]:
    """One query."""
    message = _("It names neither a round nor a stakeholder.")
    remedy = _("Name the round it came up in, or who spoke to it.")
    for row in queries.unlinked_considerations():
        url = reverse("needs:consideration", args=[row.pk])
        label = f"{row.code} {row.text[:40]}"
        yield Break(UNSOURCED, CONSIDERATION, str(row.pk), label, url, message, remedy, url)
