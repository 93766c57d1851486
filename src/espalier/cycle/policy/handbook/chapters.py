"""The sixteen chapters of O1.1.1 and what each has to say."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from espalier.kit.errors import Text


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter; ``anchor`` names its section in the document, ``about`` says what belongs there."""

    number: int
    anchor: str
    title: Text
    about: Text


CHAPTERS = (
    Chapter(1, "message", _("Message and commitment of the top manager"),
            _("Why training matters here, and what the top manager commits to.")),
    Chapter(2, "strategy", _("Vision, mission, strategy and goals"),
            _("Where the organisation is going, and what people must be able to do for it.")),
    Chapter(3, "directions", _("Policy directions"),
            _("The numbered directions of the policy, each with its measure and responsible post.")),
    Chapter(4, "principles", _("Scope, definitions and principles"),
            _("Who is covered, what words mean, and the legal and ethical principles.")),
    Chapter(5, "governance", _("Governance and responsibilities"),
            _("What each role does: executive, training unit, line manager, employee, instructor, committee.")),
    Chapter(6, "system", _("Training system and core competencies"),
            _("The kinds of training, by level and by function, and the core competencies.")),
    Chapter(7, "needs", _("Analysis of needs and the yearly calendar"),
            _("How and when needs are found, and who decides what follows.")),
    Chapter(8, "design", _("Design, selection and purchase"),
            _("How training is designed, instructors and vendors are chosen, and training is bought.")),
    Chapter(9, "delivery", _("Delivery of training"),
            _("Attendance, leave, cancellation, learning time and recognition of e-learning.")),
    Chapter(10, "assessment", _("Assessment, certification and appeals"),
             _("What is assessed how, what a pass is worth, and how a result is appealed.")),
    Chapter(11, "evaluation", _("Evaluation of training"),
             _("Which kind of training is evaluated on which level, and what follows.")),
    Chapter(12, "transfer", _("Transfer, rewards and training agreements"),
             _("How learning is used at work, what is rewarded, and when a training agreement applies.")),
    Chapter(13, "resources", _("Resources"),
             _("Budget, facilities, instructors, partners and grants.")),
    Chapter(14, "records", _("Records and retention"),
             _("What is recorded, who sees it, and how long it is kept.")),
    Chapter(15, "quality", _("Quality management of training"),
             _("The cycle of plan, design, do, review and outcome; audits and corrective action.")),
    Chapter(16, "indicators", _("Indicators and targets"),
             _("What is measured, from which source, and which value is to be reached when.")),
)  # fmt: skip
BY_NUMBER = {chapter.number: chapter for chapter in CHAPTERS}
CONTROL = "control"  # anchor of the page of document control


def chapter_choices() -> Iterable[tuple[int, str]]:
    """Numbers with titles, for forms and filters."""
    return [(c.number, f"{c.number}. {c.title}") for c in CHAPTERS]
