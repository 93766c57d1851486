"""The approval sheet (簽核單): what is asked, what changed, and a grid to sign, stamp and date by hand."""

from collections.abc import Iterator
from datetime import date
from html import unescape

from django.conf import settings
from django.utils import formats, timezone
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from espalier.engines.documents.cells import Align, Cell, Column
from espalier.engines.documents.meta import HeadingStyle, Language, Meta
from espalier.engines.documents.tree import (
    Block,
    Document,
    Heading,
    Paragraph,
    key_values,
    paragraph,
    table,
)
from espalier.kit.approval.rules import StepState
from espalier.kit.approval.run_pages import RunPage, StepOnPage
from espalier.kit.approval.words import (
    DECISIONS,
    KINDS,
    RUN_STATES,
    STEP_STATES,
    place_of,
    procedure_title,
    step_title,
)
from espalier.kit.organisation import queries as organisation

ROOM = "\n\n\n\n"  # as high as a stamp
MAX_SUMMARY = 1500
MAX_NAMES = 4


def sheet_pdf(page: RunPage, *, on: date) -> bytes:
    """The sheet as PDF, in the language of the reader."""
    # Typst is loaded only when a sheet is printed.
    from espalier.engines.documents.pdf.compile import to_pdf

    return to_pdf(sheet(page, on=on), fonts_dir=settings.FONTS_DIR)


def sheet(page: RunPage, *, on: date) -> Document:
    """The sheet as a document tree; steps decided on screen are filled in already."""
    now = organisation.current()
    english = (get_language() or "").startswith("en")
    meta = Meta(
        title=_("Approval sheet"),
        subtitle=page.run.title,
        company=(now.name_en if english else "") or now.name or _("The organisation"),
        number=_("Review no. %(n)s") % {"n": page.run.pk},
        edition=str(page.run.round),
        dated=on,
        state=str(RUN_STATES[page.run.state]),
        language=Language.EN if english else Language.ZH_HANT,
        headings=HeadingStyle.NONE,
        republic_dates=now.date_form == "roc",
        contents=False,
        cover=False,
    )
    return Document(meta, tuple(_blocks(page)))


def _blocks(page: RunPage) -> Iterator[Block]:
    run = page.run
    pairs = [
        (_("What is reviewed"), f"{page.subject_label} {run.title}"),
        (_("Procedure"), procedure_title(run.procedure)),
        (_("Sent in by"), f"{run.started_by.display_name or run.started_by.username}"),
        (_("Sent in"), _day(timezone.localdate(run.started_at))),
    ]
    if run.amount is not None:
        pairs.append((_("Amount"), f"NT${run.amount:,}"))
    yield key_values(pairs)
    yield Heading(_("What changed"), level=1)
    yield from _summary(page)
    yield Heading(_("Signature grid"), level=1)
    yield table(
        [_("No."), _("Kind"), _("For whom"), _("Opinion, signature or stamp"), _("Day of signing")],
        [_row(each) for each in page.steps if each.step.state != StepState.NOT_NEEDED],
        columns=[
            Column(0.6, Align.CENTER),
            Column(0.9, Align.CENTER),
            Column(2.2),
            Column(4.0),
            Column(1.5, Align.CENTER),
        ],
    )
    yield paragraph(
        _(
            "Sign or stamp the step that is yours and write the day. The scan of this sheet is uploaded "
            "to the review; only then is the step recorded."
        )
    )


def _summary(page: RunPage) -> Iterator[Paragraph]:
    """The words of who sent it in; the differences of the text themselves stand on the page."""
    told = page.run.summary.strip()
    if not told and page.difference:
        told = " ".join(unescape(strip_tags(str(page.difference))).split())
    if len(told) > MAX_SUMMARY:
        told = told[:MAX_SUMMARY] + _("… (the rest stands on the page of the review)")
    for line in told.splitlines() or ["–"]:
        if line.strip():
            yield paragraph(line.strip())


def _row(each: StepOnPage) -> list[Cell]:
    step = each.step
    named = "、".join(name for _id, name in each.takers[:MAX_NAMES])
    who = "\n".join(part for part in (step_title(step), place_of(step), named) if part)
    signed = [
        f"{s.name} {s.job_title}".strip()
        + (_("（acting for %(name)s）") % {"name": s.acted_for.display_name} if s.acted_for else "")
        + f"\n{DECISIONS[s.decision]}"
        + (f"：{s.comment}" if s.comment else "")
        for s in each.signatures
    ]
    days = [_day(s.dated) for s in each.signatures]
    is_open = step.state in {StepState.WAITING, StepState.OPEN}
    said = "\n".join(signed) or ("" if is_open else str(STEP_STATES[step.state]))
    return [
        Cell(str(step.order)),
        Cell(str(KINDS[step.kind])),
        Cell(who),
        Cell(said + (_("□ agreed　□ sent back") + ROOM if is_open else "")),
        Cell("\n".join(days)),
    ]


def _day(day: date) -> str:
    return str(formats.date_format(day, "SHORT_DATE_FORMAT"))
