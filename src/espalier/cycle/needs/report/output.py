"""O2.1.1 as one of the eight documents: its hurdles, its sources, and where its records are kept."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.needs.report import content as contents
from espalier.cycle.needs.report.permissions import CHANGE, PUBLISH, VIEW
from espalier.cycle.needs.report.sections import document_of
from espalier.cycle.needs.report.types import OUTPUT, SWOT, Part
from espalier.cycle.needs.report.words import FINDINGS, GROUPS, PARTS, label
from espalier.kit.errors import Problem
from espalier.kit.outputs.registry import register_output
from espalier.kit.outputs.types import Content, Hurdle, OutputKind
from espalier.kit.versions.types import EVERY_RECORD, Source

STAKEHOLDER, CONSIDERATION = "needs.Stakeholder", "needs.Consideration"
DOCUMENT, EXTRACT = "needs.DeskDocument", "needs.Extract"
NEED, CRITERION, RATING = "needs.Need", "needs.NeedCriterion", "needs.NeedRating"
GOAL, FINDING, NARRATIVE = "needs.StrategyGoal", "needs.Finding", "needs.Narrative"
# Each register that makes a section, and the key of the content that holds it.
_REGISTERS = (
    ("stakeholders", "stakeholders"),
    ("considerations", "considerations"),
    ("documents", "documents"),
    ("needs", "needs"),
    ("goals", "goals"),
)


def hurdles(frozen: Content) -> list[Hurdle]:
    """What keeps the report from review, all at once; a group unheard may be explained instead."""
    return [
        *_unwritten(frozen),
        *_empty_registers(frozen),
        *_unheard(frozen),
        *_unfounded(frozen),
        *_no_goal(frozen),
    ]


def _unwritten(frozen: Content) -> Iterator[Hurdle]:
    """Parts that only people can write."""
    analysis = frozen["analysis"] or {}
    words = {
        "purpose": _("Purpose of the analysis"),
        "scope": _("Scope"),
        "question": _("Question"),
    }
    parts = [(name, title, analysis.get(name, "")) for name, title in words.items()]
    parts += [
        (part.value, str(PARTS[part]), frozen["narratives"].get(part.value, {}).get("text", ""))
        for part in (Part.INDUSTRY, Part.ORGANISATION, Part.CONCLUSIONS)
    ]
    for name, title, text in parts:
        if not text.strip():
            message = _("This part is not written.")
            remedy = _("Write it before the report goes to review.")
            yield Hurdle(f"unwritten:{name}", Problem("unwritten", message, title, remedy))


def _empty_registers(frozen: Content) -> Iterator[Hurdle]:
    titles = {
        "stakeholders": _("Stakeholders and consultation"),
        "considerations": _("Consensus and disagreement"),
        "documents": _("Document analysis"),
        "needs": _("Priority of the needs"),
        "goals": _("Strategy goals"),
        "gaps": _("Competency gaps"),
        "ratings": _("Importance and degree as respondents see them"),
        "conditions": _("Assumptions, risks and constraints"),
    }
    empty = [key for key, held in _REGISTERS if not frozen[held]]
    empty += [] if frozen["gaps"] else ["gaps"]
    empty += [] if frozen["opinions"]["rows"] else ["ratings"]
    kinds = {row["kind"] for row in frozen["findings"]}
    empty += [] if kinds & {"assumption", "risk", "constraint"} else ["conditions"]
    for key in empty:
        message = _("No record fills this section.")
        remedy = _("Enter or import the records it is drawn from.")
        yield Hurdle(f"empty:{key}", Problem("empty_section", message, titles[key], remedy))
    for kind in SWOT:
        if kind not in kinds:
            message = _("No finding of this kind is written.")
            remedy = _("Write one with its source.")
            place = label(FINDINGS, kind)
            yield Hurdle(f"empty:{kind}", Problem("empty_section", message, place, remedy))


def _unheard(frozen: Content) -> Iterator[Hurdle]:
    """Who was not heard, and nobody has recorded why."""
    for row in frozen["unheard"]:
        if row["reason"].strip():
            continue
        name = row["name"] or label(GROUPS, row["group"])
        message = _("%(name)s were not heard in this analysis.") % {"name": name}
        remedy = _("Hear them, or record why they are not heard.")
        place = _("Stakeholders and consultation")
        key = f"unheard:{row['stakeholder_id'] or row['group']}"
        problem = Problem("unheard", message, place, remedy)
        yield Hurdle(key, problem, reason_allowed=True)


def _unfounded(frozen: Content) -> Iterator[Hurdle]:
    """Needs nobody can trace."""
    for row in frozen["needs"]:
        found = row["extract_ids"] or row["consideration_ids"] or row["norms"] or row["source"]
        if not found:
            message = _("Nothing says where this need was found.")
            remedy = _("Link a passage or a consideration, or name its source.")
            problem = Problem(
                "need_without_source", message, f"{row['code']} {row['title']}", remedy
            )
            yield Hurdle(f"need_without_source:{row['code']}", problem, reason_allowed=True)


def _no_goal(frozen: Content) -> Iterator[Hurdle]:
    if not any(row["state"] == "confirmed" for row in frozen["goals"]):
        message = _("No strategy goal is confirmed.")
        remedy = _("Confirm at least one goal.")
        problem = Problem("no_confirmed_goal", message, _("Strategy goals"), remedy)
        yield Hurdle("no_confirmed_goal", problem)


def sources(frozen: Content) -> Iterator[Source]:
    """Every record a section states, and the registers the report lists whole."""
    if frozen["analysis"]:
        yield Source("purpose", "needs.Analysis", str(frozen["analysis"]["id"]))
    rounds = {str(row["round_id"]) for row in frozen["ledger"]}
    yield from (Source("stakeholders", "consultation.Round", pk) for pk in sorted(rounds))
    for part, kind, sections in (
        ("stakeholders", STAKEHOLDER, ("stakeholders",)),
        ("considerations", CONSIDERATION, ("considerations",)),
        ("documents", DOCUMENT, ("documents",)),
        ("extracts", EXTRACT, ("documents",)),
        ("needs", NEED, ("needs", "views", "gaps", "opinions")),
        ("criteria", CRITERION, ("needs",)),
        ("goals", GOAL, ("goals",)),
        ("findings", FINDING, ("swot", "conditions")),
    ):
        for section in sections:
            # A new record changes the document as much as a changed one.
            yield Source(section, kind, EVERY_RECORD)
            yield from (Source(section, kind, str(row["id"])) for row in frozen[part])
    yield Source("opinions", RATING, EVERY_RECORD)
    places = {"industry": "documents", "organisation": "documents", "method": "purpose"}
    for part, row in frozen["narratives"].items():
        yield Source(places.get(part, "conclusions"), NARRATIVE, str(row["id"]))
    pursued = {pk for row in frozen["goals"] for pk in row["direction_ids"]}
    yield from (Source("goals", "policy.Direction", str(pk)) for pk in sorted(pursued))


def register_document() -> None:
    register_output(
        OutputKind(
            output=OUTPUT,
            title=gettext_lazy("Learning-strategy analysis report"),
            title_en="Learning-strategy analysis report",
            content=contents.content,
            tree=document_of,
            hurdles=hurdles,
            sources=sources,
            view=VIEW,
            prepare=CHANGE,
            publish=PUBLISH,
            work_page="needs:report",
        )
    )
