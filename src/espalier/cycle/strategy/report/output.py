"""O2.2.1 as one of the eight documents: its hurdles, its sources, and where its pages are."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.strategy.framework.queries import OUTPUT, group_words
from espalier.cycle.strategy.framework.types import PRESET_GROUPS
from espalier.cycle.strategy.permissions import CHANGE, PUBLISH, VIEW
from espalier.cycle.strategy.programmes.queries.wording import LACKS
from espalier.cycle.strategy.programmes.types import Lack
from espalier.cycle.strategy.report import content as contents
from espalier.cycle.strategy.report.sections import document_of
from espalier.cycle.strategy.report.types import NARRATIVES
from espalier.cycle.strategy.report.wording import TEXTS
from espalier.kit.errors import Problem
from espalier.kit.outputs.registry import register_output
from espalier.kit.outputs.types import Content, Hurdle, OutputKind
from espalier.kit.versions.types import EVERY_RECORD, Source

# Which registers each section states; a new record changes the document as much as a changed one.
RESTS_ON = (
    ("purpose", "strategy.Programme"),
    ("purpose", "strategy.Narrative"),
    ("standards", "strategy.AdoptionDecision"),
    ("groups", "strategy.TargetGroup"),
    ("groups", "needs.Need"),
    ("options", "strategy.DesignOption"),
    ("options", "strategy.OptionCriterion"),
    ("theory", "strategy.MethodRule"),
    ("theory", "strategy.Narrative"),
    ("objectives", "strategy.Objective"),
    ("architecture", "strategy.ProgrammeModule"),
    ("architecture", "strategy.Lesson"),
    ("architecture", "strategy.Activity"),
    ("architecture", "strategy.Assessment"),
    ("transfer", "strategy.TransferStep"),
    ("resources", "strategy.DesignOption"),
    ("resources", "strategy.Narrative"),
    ("risks", "strategy.ProgrammeRisk"),
    ("feedback", "strategy.FrameworkDraft"),
    ("feedback", "strategy.Confirmation"),
    ("unit", "strategy.DivisionOfWork"),
    ("procedure", "strategy.ProcedureConfirmation"),
    ("conclusion", "strategy.Narrative"),
)


def hurdles(frozen: Content) -> list[Hurdle]:
    """What keeps the report from review, all at once; what may be explained stays listed."""
    return [
        *_decisions(frozen),
        *_options(frozen),
        *_objectives(frozen),
        *_groups(frozen),
        *_procedure(frozen),
        *_narratives(frozen),
    ]


def _hurdle(
    key: str, message: str, place: str, remedy: str, *, reason_allowed: bool = False
) -> Hurdle:
    code = key.partition(":")[0]
    return Hurdle(key, Problem(code, message, place, remedy), reason_allowed)


def _decisions(frozen: Content) -> Iterator[Hurdle]:
    for row in frozen["decisions"]:
        if not row["chosen"]:
            yield _hurdle(
                f"decision_open:{row['code']}",
                _("It is not decided yet which standard is adopted."),
                f"{row['code']} {row['title']}",
                _("Adopt one of the candidates with a reason."),
            )


def _options(frozen: Content) -> Iterator[Hurdle]:
    if not frozen["programmes"]:
        yield _hurdle(
            "no_programme",
            _("There is no programme."),
            _("Programmes"),
            _("Write a programme first."),
        )
    for programme in frozen["programmes"]:
        place = f"{programme['code']} {programme['title']}"
        if len(programme["options"]) < 2:
            remedy = _("Write another option, so that there is something to choose from.")
            message = _("There are not two options to choose from.")
            yield _hurdle(f"few_options:{programme['code']}", message, place, remedy)
        elif not any(option["is_chosen"] for option in programme["options"]):
            message = _("None of the options is chosen.")
            remedy = _("Choose one with a reason.")
            yield _hurdle(f"no_choice:{programme['code']}", message, place, remedy)
        for option in programme["options"]:
            for lack in option["lacks"]:
                yield _hurdle(
                    f"option_incomplete:{option['code']}:{lack}",
                    _("The option %(lack)s.") % {"lack": LACKS[Lack(lack)]},
                    f"{option['code']} {option['name']}",
                    _("Name its target groups, needs and positions."),
                )


def _objectives(frozen: Content) -> Iterator[Hurdle]:
    """Without an activity nothing is learned; an assessment still to be fixed may be explained and stays listed."""
    for programme in frozen["programmes"]:
        words = {o["code"]: o["behaviour"] for o in programme["objectives"]}
        for code, activities, assessments in programme["alignment"]["rows"]:
            place = f"{code} {words[code]}"
            if not activities:
                message, remedy = (
                    _("No activity works towards it."),
                    _("Plan an activity that names it."),
                )
                yield _hurdle(f"objective_without_activity:{code}", message, place, remedy)
            if not assessments:
                message = _("No assessment shows the objective %(code)s.") % {"code": code}
                remedy = _("Plan an assessment that names it.")
                key = f"objective_without_assessment:{code}"
                yield _hurdle(key, message, place, remedy, reason_allowed=True)


def _groups(frozen: Content) -> Iterator[Hurdle]:
    words = group_words()
    holding = {row["group"] for row in frozen["confirmations"]["groups"] if row["holds"]}
    for group in PRESET_GROUPS:
        if group not in holding:
            yield _hurdle(
                f"group_not_confirmed:{group}",
                _("It has not confirmed the framework as it stands today."),
                words[group],
                _("Consult it on the newest draft and record its confirmation, or record why not."),
                reason_allowed=True,
            )


def _procedure(frozen: Content) -> Iterator[Hurdle]:
    if frozen["procedure"] is None:
        yield _hurdle(
            "procedure_not_confirmed",
            _("The review procedure of this report is not confirmed."),
            _("Review procedure"),
            _("Confirm the procedure and its criteria."),
        )


def _narratives(frozen: Content) -> Iterator[Hurdle]:
    for key in NARRATIVES:
        if key not in frozen["narratives"]:
            title, hint = TEXTS[key]
            message = _("The section is not written yet.")
            yield _hurdle(f"narrative_missing:{key}", message, str(title), str(hint))


def sources(frozen: Content) -> Iterator[Source]:
    """The registers the report lists whole; its records are in them."""
    yield from (Source(section, kind, EVERY_RECORD) for section, kind in RESTS_ON)


def register() -> None:
    register_output(
        OutputKind(
            output=OUTPUT,
            title=gettext_lazy("Learning-strategy development report"),
            title_en="Learning-strategy development report",
            content=contents.content,
            tree=document_of,
            hurdles=hurdles,
            sources=sources,
            view=VIEW,
            prepare=CHANGE,
            publish=PUBLISH,
            work_page="strategy:framework",
        )
    )
