"""Fields and problems of clauses and of the RACI table in words."""

from django.utils.translation import gettext_lazy as _

from espalier.cycle.policy.handbook.types import ClauseProblem, RaciProblem
from espalier.kit.errors import Problem, Text

FIELDS: dict[str, Text] = {
    "chapter": _("Chapter"),
    "number": _("Number in the chapter"),
    "kind": _("Kind"),
    "title": _("Title"),
    "title_en": _("Title in English"),
    "text": _("Text"),
    "text_en": _("English text"),
    "owner_id": _("Responsible post"),
    "is_adapted": _("Read and adapted"),
    "ended_on": _("Ended on"),
    "end_reason": _("Reason"),
}
_CLAUSE: dict[ClauseProblem, tuple[Text, Text, Text]] = {
    ClauseProblem.NO_CHAPTER: (
        _("The handbook has chapters 1 to 16."),
        FIELDS["chapter"],
        _("Choose one of them."),
    ),
    ClauseProblem.BAD_NUMBER: (
        _("A clause has a number from 1 to 999 in its chapter."),
        FIELDS["number"],
        _("Type the next free number."),
    ),
    ClauseProblem.NUMBER_TAKEN: (
        _("The chapter already has a clause %(about)s."),
        FIELDS["number"],
        _("Choose another number, or open that clause."),
    ),
    ClauseProblem.NO_TITLE: (
        _("The clause has no title."),
        FIELDS["title"],
        _("Say in a few words what it rules."),
    ),
    ClauseProblem.NO_TEXT: (
        _("The clause says nothing."),
        FIELDS["text"],
        _("Write what applies, for whom and from when."),
    ),
    ClauseProblem.UNFILLED: (
        _("These places are still to be filled in: %(about)s"),
        FIELDS["text"],
        _("Replace them with what applies here."),
    ),
}
_RACI: dict[RaciProblem, tuple[Text, Text]] = {
    RaciProblem.NO_ACCOUNTABLE: (
        _("Nobody is accountable (A)."),
        _("Give exactly one role an A."),
    ),
    RaciProblem.SEVERAL_ACCOUNTABLE: (
        _("More than one role is accountable (A)."),
        _("Leave the A with one role only."),
    ),
    RaciProblem.NO_RESPONSIBLE: (
        _("Nobody does the work (R)."),
        _("Give at least one role an R."),
    ),
    RaciProblem.BAD_LETTERS: (
        _("Only the letters R, A, C and I mean something here."),
        _("Leave out the others."),
    ),
}


def clause_problem(kind: ClauseProblem, about: str = "") -> Problem:
    message, place, remedy = _CLAUSE[kind]
    return Problem(kind, str(message) % {"about": about}, place, remedy, {"about": about})


def raci_problem(kind: RaciProblem, activity: str) -> Problem:
    message, remedy = _RACI[kind]
    return Problem(kind, message, activity, remedy)
