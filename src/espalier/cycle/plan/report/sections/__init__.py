"""O2.3.1 as a document tree, built from frozen content and a face alone: the same give the same tree."""

from django.utils import translation
from django.utils.translation import gettext as _

from espalier.cycle.plan.report.sections.assessing import assessment_section, method_section
from espalier.cycle.plan.report.sections.book import Book
from espalier.cycle.plan.report.sections.closing import (
    certificate_section,
    change_section,
    page_section,
    risk_section,
)
from espalier.cycle.plan.report.sections.lines import broken_section, plan_section, reason_section
from espalier.cycle.plan.report.sections.money import money_section
from espalier.cycle.plan.report.sections.schedule import (
    legal_section,
    load_section,
    schedule_section,
)
from espalier.cycle.plan.report.sections.summary import (
    control_section,
    gap_section,
    glance_section,
    goal_section,
)
from espalier.engines.documents.tree import Document, Heading, PageBreak, paragraph
from espalier.kit.outputs.face import TAGS, meta_of
from espalier.kit.outputs.types import Content, Face

SECTIONS = (
    glance_section,
    goal_section,
    gap_section,
    plan_section,
    reason_section,
    broken_section,
    schedule_section,
    legal_section,
    money_section,
    method_section,
    assessment_section,
    load_section,
    risk_section,
    change_section,
    page_section,
    certificate_section,
)


def document_of(content: Content, face: Face) -> Document:
    """The whole of O2.3.1 in the language of the face."""
    book = Book(content, face)
    with translation.override(TAGS[face.language]):
        blocks = [*control_section(book), PageBreak()]
        if content["plan"] is None:
            blocks += [
                Heading(_("Annual plan of courses"), anchor="plan"),
                paragraph(_("No scenario is chosen yet, so there is no plan to write down.")),
            ]
        else:
            for section in SECTIONS:
                blocks += section(book)
        plan = content["plan"]
        meta = meta_of(
            face,
            content["organisation"],
            output=str(content["output"]),
            title=book.word(plan, "title") if plan else _("Annual training plan"),
            subtitle=_("Courses, timetable, budget, assessment and proof"),
        )
        return Document(meta, tuple(blocks))
