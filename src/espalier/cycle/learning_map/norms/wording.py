"""Problems of norms in words, with what to do about them."""

from django.utils.translation import gettext_lazy

from espalier.cycle.learning_map.norms.rules import NormProblem
from espalier.kit.errors import Problem, Text

P = NormProblem
_TERM = gettext_lazy("Length of the term in months")
_HOURS = gettext_lazy("Hours")
_BEGINS = gettext_lazy("In force from")
# Per problem: the message, the field it is about, the remedy. %(about)s is what the rule named.
_WORDS: dict[NormProblem, tuple[Text, Text, Text]] = {
    P.BAD_CODE: (
        gettext_lazy("A norm needs a code of 1 to 40 characters."),
        gettext_lazy("Norm code"),
        gettext_lazy("Type a short code, such as OSH-1."),
    ),
    P.CODE_TAKEN: (
        gettext_lazy("The code %(about)s already names a norm."),
        gettext_lazy("Norm code"),
        gettext_lazy("Choose another code, or open that norm and make a new version of its rule."),
    ),
    P.NO_TITLE: (
        gettext_lazy("A norm needs a title."),
        gettext_lazy("Title"),
        gettext_lazy("Type the title as the source gives it, with its article."),
    ),
    P.NO_SOURCE: (
        gettext_lazy("A legal norm needs its source."),
        gettext_lazy("Source"),
        gettext_lazy("Name the act and the article."),
    ),
    P.BAD_URL: (
        gettext_lazy("This is not an address on the web: %(about)s"),
        gettext_lazy("Address of the source"),
        gettext_lazy("Copy the whole address, from https:// on, or leave it empty."),
    ),
    P.CHECKED_IN_FUTURE: (
        gettext_lazy("A norm cannot have been looked up in the future: %(about)s"),
        gettext_lazy("Looked up on"),
        gettext_lazy("Type the day on which the source was last read."),
    ),
    P.REVIEW_BEFORE_CHECK: (
        gettext_lazy("The review cannot be due before the norm was looked up: %(about)s"),
        gettext_lazy("Review by"),
        gettext_lazy("Type a later day, such as one year after it was looked up."),
    ),
    P.VERIFIED_UNCHECKED: (
        gettext_lazy("Whoever saw the official source saw it on a day."),
        gettext_lazy("Looked up on"),
        gettext_lazy("Type the day, or choose another status."),
    ),
    P.NO_MONTHS: (
        gettext_lazy("This term needs its length."),
        _TERM,
        gettext_lazy("Type whole months: 12 for a year, 36 for three years."),
    ),
    P.MONTHS_TOO_MANY: (
        gettext_lazy("No term is longer than 240 months: %(about)s"),
        _TERM,
        gettext_lazy("Check the number; months are asked for, not hours."),
    ),
    P.ODD_CALENDAR: (
        gettext_lazy(
            "Calendar periods begin on 1 January; %(about)s months do not divide the year."
        ),
        _TERM,
        gettext_lazy("Type 1, 2, 3, 4, 6, 12 or whole years, or choose the rolling term."),
    ),
    P.MONTHS_UNUSED: (
        gettext_lazy("This kind of term has no length: %(about)s"),
        _TERM,
        gettext_lazy("Leave it empty, or choose a term that comes again."),
    ),
    P.MINUTES_ZERO: (
        gettext_lazy("Zero hours ask for nothing."),
        _HOURS,
        gettext_lazy("Leave it empty where the norm fixes no hours."),
    ),
    P.MINUTES_TOO_MANY: (
        gettext_lazy("No norm asks for more than 2,000 hours."),
        _HOURS,
        gettext_lazy("Check the hours."),
    ),
    P.HOURS_WITHOUT_WINDOW: (
        gettext_lazy("Hours are asked for, but not by when."),
        gettext_lazy("Kind of term"),
        gettext_lazy("Choose a term, or leave the hours empty for a principle."),
    ),
    P.UNKNOWN_MODE: (
        gettext_lazy("There is no mode %(about)s."),
        gettext_lazy("Modes that count"),
        gettext_lazy("Use one of the modes of modules."),
    ),
    P.CAP_OF_OTHER_MODE: (
        gettext_lazy("A limit is set for a mode that does not count at all: %(about)s"),
        gettext_lazy("Limits of modes"),
        gettext_lazy("Let the mode count, or take its limit out."),
    ),
    P.CONTENT_OVER_HOURS: (
        gettext_lazy("The contents ask for more hours than the norm: %(about)s"),
        gettext_lazy("Hours of contents"),
        gettext_lazy("Correct the hours of the contents, or those of the norm."),
    ),
    P.HEADCOUNT_ORDER: (
        gettext_lazy("The least headcount is above the greatest: %(about)s"),
        gettext_lazy("Headcount of at least"),
        gettext_lazy("Exchange the two, or leave one empty."),
    ),
    P.NO_LICENCE: (
        gettext_lazy("A cycle of the licence needs the name of the licence."),
        gettext_lazy("Holders of these licences"),
        gettext_lazy("Name the licence as it stands in the records of people."),
    ),
    P.ENDS_FIRST: (
        gettext_lazy("It cannot end before it begins: %(about)s"),
        gettext_lazy("In force until"),
        gettext_lazy("Correct one of the two days."),
    ),
    P.NOT_LATER: (
        gettext_lazy("The version in force began on %(about)s; the next one begins later."),
        _BEGINS,
        gettext_lazy(
            "Type the day from which the changed rule holds; a slip of the pen is corrected on the "
            "page of the norm, with a reason."
        ),
    ),
    P.SAME_RULE: (
        gettext_lazy("The rule says the same as the version before."),
        gettext_lazy("Rule"),
        gettext_lazy("Change the rule, or leave the version as it is."),
    ),
}


def problem_in_words(kind: NormProblem, about: str) -> Problem:
    message, place, remedy = _WORDS[kind]
    return Problem(kind, str(message) % {"about": about}, place, remedy, {"about": about})


def problems_in_words(found: list[tuple[NormProblem, str]]) -> list[Problem]:
    return [problem_in_words(kind, about) for kind, about in found]
