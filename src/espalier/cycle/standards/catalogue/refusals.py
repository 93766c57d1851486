"""What the catalogue says when a rule says no."""

from django.utils.translation import gettext as _

from espalier.cycle.standards.catalogue import rules
from espalier.cycle.standards.catalogue.types import Space
from espalier.engines.intake.types import ParsedStandard
from espalier.kit.errors import Problem, Refused


def refuse_unfit(parsed: ParsedStandard, space: Space) -> None:
    """Refuse with everything that stops a standard from being published."""
    problems = [_unfit_problem(part) for part in rules.unfit_parts(parsed)]
    if space is Space.OWN and rules.is_official_code(parsed.raw_code):
        problems.append(
            Problem(
                "official_code",
                _("The code %(code)s belongs to the official standards.")
                % {"code": parsed.raw_code},
                remedy=_("Give your own model a code of your own, such as ORG-001."),
            )
        )
    if problems:
        raise Refused(problems)


def _unfit_problem(part: rules.UnfitPart) -> Problem:
    messages = {
        rules.Unfit.NO_TITLE: (
            _("The standard has no name."),
            _("Type its name on the check page."),
        ),
        rules.Unfit.NO_CONTENT: (
            _("No work task and no attitude was found."),
            _("Check that the file holds the table of duties and tasks."),
        ),
        rules.Unfit.TOO_LONG: (
            _("This text is too long to be a code or a name."),
            _("Shorten it on the check page; the rest may go to the notes."),
        ),
        rules.Unfit.LEVEL_OUTSIDE: (
            _("A level lies between 1 and 6."),
            _("Correct the level, or leave it empty when the document states none."),
        ),
    }
    message, remedy = messages[part.reason]
    place = f"{part.where} {part.text[:40]}".strip()
    return Problem(part.reason.value, message, place=place, remedy=remedy)


def other_content(parsed: ParsedStandard, differing: tuple[str, ...]) -> Problem:
    """Said when this version is here and says something else."""
    return Problem(
        "version_has_other_content",
        _("%(code)s is already here and says something else.")
        % {"code": parsed.raw_code or parsed.title},
        place=", ".join(differing),
        remedy=_(
            "A published version is never changed. Check the code and the version, or open the one "
            "that is here and compare."
        ),
        params={"differing": list(differing)},
    )


def not_a_draft() -> Problem:
    """Said wherever something other than a draft of an own model was to be changed."""
    message = _("Only a draft of an own model can be changed.")
    return Problem("not_a_draft", message, remedy=_("Begin a new version and change that."))
