"""Sections of O2.2.1: objectives, architecture with the alignment matrix, transfer design."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.cycle.strategy.programmes.queries.wording import (
    ASSESSMENTS,
    KNOWLEDGE,
    LEVELS,
    MIXES,
    WHEN,
    WHO,
)
from espalier.cycle.strategy.report.sections.book import Book
from espalier.engines.documents.cells import Align, Cell, Column, Number, Shade
from espalier.engines.documents.chart_specs import Bar, grouped_bars
from espalier.engines.documents.tree import (
    Block,
    Figure,
    Heading,
    Provenance,
    bullets,
    paragraph,
    table,
)
from espalier.kit.outputs.book import Entry


def objective_section(book: Book) -> Iterator[Block]:
    """ABCD objectives with their level and what they serve, and how the levels are spread."""
    yield Heading(_("Instructional objectives"), anchor="objectives")
    yield paragraph(
        _(
            "Each objective says who (A) will do what (B) under which condition (C) how well (D), at which "
            "cognitive level and on which kind of knowledge, and which competencies or indicators it serves."
        )
    )
    yield from _levels(book)
    for programme in book.programmes:
        if programme["objectives"]:
            yield _objectives(book, programme)


def _levels(book: Book) -> Iterator[Block]:
    counts = {
        (programme["code"], level): sum(o["level"] == level for o in programme["objectives"])
        for programme in book.programmes
        for level in LEVELS
    }
    if not any(counts.values()):
        return
    yield table(
        [_("Programme"), *(str(word) for word in LEVELS.values())],
        [
            [book.title(each), *(Number(counts[each["code"], level]) for level in LEVELS)]
            for each in book.programmes
        ],
        columns=(Column(3), *(Column(1, Align.END) for _level in LEVELS)),
        caption=_("Objectives by cognitive level"),
        sheet_name=_("Levels"),
        anchor="levels",
        row_headers=1,
        source_note=Provenance(
            source=_("Objectives of all programmes"), n=sum(counts.values()), period=book.on
        ),
    )
    spec = grouped_bars(
        [
            Bar(str(word), programme["code"], counts[programme["code"], level])
            for level, word in LEVELS.items()
            for programme in book.programmes
        ],
        group_title=_("Cognitive level"),
        value_title=_("Objectives"),
        series_title=_("Programme"),
    )
    spec["encoding"]["y"]["axis"] = {"tickMinStep": 1, "format": "d"}  # whole objectives only
    yield Figure(
        spec,
        caption=_("Cognitive levels of the objectives"),
        alt=_("Bars: how many objectives of each programme lie on each cognitive level."),
        same_as="levels",
    )


def _objectives(book: Book, programme: Entry) -> Block:
    return table(
        [_("Code"), _("Objective (A, C, B, D)"), _("Level and knowledge"), _("Serves")],
        [
            [
                each["code"],
                _sentence(book, each),
                f"{LEVELS[each['level']]}\n{KNOWLEDGE[each['knowledge']]}",
                "\n".join(
                    [f"{c['code']} {book.word(c, 'name')}" for c in each["competencies"]]
                    + each["items"]
                )
                or "–",
            ]
            for each in programme["objectives"]
        ],
        columns=(Column(0.8), Column(5), Column(1.4), Column(3)),
        caption=_("Objectives: %(programme)s") % {"programme": book.title(programme)},
        sheet_name=f"{programme['code']} ABCD",
        row_headers=1,
    )


def _sentence(book: Book, each: Entry) -> str:
    order = ("audience", "condition", "behaviour", "degree")
    parts = [book.word(each, name) for name in order if each[name]]
    return (", " if book.english else "，").join(parts) + ("." if book.english else "。")


def architecture_section(book: Book) -> Iterator[Block]:
    """Programme → module → lesson → activity → assessment, the order and why, and the matrix."""
    yield Heading(_("Architecture and constructive alignment"), anchor="architecture")
    for programme in book.programmes:
        yield Heading(book.title(programme), level=2)
        yield from _content(book, programme)
        yield from _conflicts(programme)
        yield from _matrix(book, programme)


def _content(book: Book, programme: Entry) -> Iterator[Block]:
    rows = []
    for part in programme["parts"]:
        lessons = part["lessons"] or [None]
        for number, lesson in enumerate(lessons):
            head: list[Cell | str] = []
            if number == 0:
                name = f"{part['order']}. {part['code']} {book.word(part, 'name')}"
                head = [
                    Cell(name, rowspan=len(lessons)),
                    Cell(book.word(part, "reason") or "–", rowspan=len(lessons)),
                ]
            rows.append([*head, *_lesson(book, programme, lesson)])
    if not rows:
        yield paragraph(_("No module is part of it yet."))
        return
    yield table(
        [_("Module"), _("Why it stands here"), _("Lesson"), _("min"), _("Activities"),
         _("Assessments")],
        rows,
        columns=(Column(1.8), Column(2), Column(1.7), Column(0.8, Align.END), Column(3),
                 Column(1.8)),
        caption=_("Order of content: %(programme)s") % {"programme": book.title(programme)},
        sheet_name=f"{programme['code']} content",
    )  # fmt: skip


def _lesson(book: Book, programme: Entry, lesson: Entry | None) -> list[Cell | str]:
    if lesson is None:
        return ["–", "–", "–", "–"]
    activities = [
        f"{a['code']} {book.word(a, 'title')}{book.bracketed(_how(book, a))}"
        for a in programme["activities"]
        if a["lesson"] == lesson["id"]
    ]
    assessments = [
        f"{a['code']} {book.word(a, 'title')}{book.bracketed(str(ASSESSMENTS[a['kind']]))}"
        for a in programme["assessments"]
        if a["lesson"] == lesson["id"]
    ]
    return [
        f"{lesson['code']} {book.word(lesson, 'title')}",
        Cell(Number(lesson["minutes"])),
        "\n".join(activities) or "–",
        "\n".join(assessments) or "–",
    ]


def _how(book: Book, activity: Entry) -> str:
    minutes = _("%(n)s min") % {"n": activity["minutes"]}
    return book.joined([book.word(activity, "method"), minutes, MIXES[activity["mix"]]])


def _conflicts(programme: Entry) -> Iterator[Block]:
    if programme["conflicts"]:
        yield bullets(
            *(
                _("%(m)s stands before %(b)s, which must be completed first.")
                % {"m": module, "b": before}
                for module, before in programme["conflicts"]
            )
        )


def _matrix(book: Book, programme: Entry) -> Iterator[Block]:
    alignment = programme["alignment"]
    if not alignment["rows"]:
        return
    words = {o["code"]: book.word(o, "behaviour") for o in programme["objectives"]}
    yield table(
        [_("Objective"), _("Activities"), _("Assessments")],
        [
            [f"{code} {words.get(code, '')}", _codes(book, activities), _codes(book, assessments)]
            for code, activities, assessments in alignment["rows"]
        ],
        columns=(Column(4), Column(2), Column(2)),
        caption=_("Constructive alignment: %(programme)s") % {"programme": book.title(programme)},
        sheet_name=f"{programme['code']} matrix",
        row_headers=1,
        source_note=Provenance(
            source=_("Objectives named by activities and assessments"),
            n=len(alignment["rows"]),
            period=book.on,
        ),
    )
    holes = [
        _("%(code)s has no activity.") % {"code": code}
        for code, activities, _assessments in alignment["rows"]
        if not activities
    ] + [
        _("%(code)s has no assessment.") % {"code": code}
        for code, _activities, assessments in alignment["rows"]
        if not assessments
    ]
    if holes:
        yield bullets(*holes)
    else:
        yield paragraph(_("Every objective has an activity and an assessment."))


def _codes(book: Book, codes: list[str]) -> Cell:
    if codes:
        return Cell(book.joined(codes))
    return Cell(_("none"), shade=Shade.BAD)


def transfer_section(book: Book) -> Iterator[Block]:
    """Before, during, after × manager, learner, instructor."""
    yield Heading(_("Transfer design"), anchor="transfer")
    yield paragraph(
        _(
            "Learning is used at work when the three who can help act before, during and after: the line "
            "manager, the learner and the instructor (Broad and Newstrom 1992)."
        )
    )
    for programme in book.programmes:
        steps = {(each["when"], each["who"]): each for each in programme["transfer"]}
        if steps:
            yield table(
                [_("When"), *(str(word) for word in WHO.values())],
                [
                    [str(word), *(_step(book, steps.get((when, who))) for who in WHO)]
                    for when, word in WHEN.items()
                ],
                columns=(Column(1.1), Column(3), Column(3), Column(3)),
                caption=_("Transfer: %(programme)s") % {"programme": book.title(programme)},
                sheet_name=f"{programme['code']} transfer",
                row_headers=1,
            )


def _step(book: Book, step: Entry | None) -> str:
    if step is None:
        return "–"
    evidence = book.word(step, "evidence")
    told = _("Evidence: %(what)s") % {"what": evidence} if evidence else ""
    return "\n".join(part for part in (book.word(step, "action"), told) if part)
