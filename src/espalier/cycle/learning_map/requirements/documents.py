"""The job description (職務說明書) and the task-analysis sheet (工作分析表) of a position."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.labels import DEGREES, KINDS, label, level_text
from espalier.cycle.learning_map.requirements import queries
from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.engines.documents.cells import Align, Cell, Column, Number
from espalier.engines.documents.meta import Language, Meta
from espalier.engines.documents.tree import (
    Block,
    Document,
    Heading,
    Provenance,
    bullets,
    key_values,
    paragraph,
    table,
)
from espalier.engines.intake.types import Block as StandardBlock
from espalier.engines.intake.types import Item, ParsedStandard, TaskGroup
from espalier.kit.files.queries import file_bytes
from espalier.kit.organisation import queries as organisation

TAGS = {Language.ZH_HANT: "zh-hant", Language.EN: "en"}


def job_description(position: Any, on: date, language: Language) -> Document:
    """What the position is for, its duties and tasks, what it requires and what a person brings."""
    with translation.override(TAGS[language]):
        blocks = [
            *_identity(position),
            *_duties(_standards_of(position.pk, on)),
            *_required(position, on, language),
            *_qualifications(position),
        ]
        return Document(_meta(position, on, language, _("Position description")), tuple(blocks))


def task_analysis(position: Any, on: date, language: Language) -> Document:
    """Task by task: outputs, indicators, level, knowledge and skills, as the standard states them."""
    with translation.override(TAGS[language]):
        blocks: list[Block] = []
        standards = _standards_of(position.pk, on)
        for standard in standards:
            blocks += _analysis(standard, on)
        if not standards:
            blocks.append(paragraph(_no_standard()))
        return Document(_meta(position, on, language, _("Task-analysis sheet")), tuple(blocks))


MAKERS: Mapping[str, Callable[[Any, date, Language], Document]] = {
    "description": job_description,
    "tasks": task_analysis,
}


def _standards_of(position_id: int, on: date) -> list[ParsedStandard]:
    rows = queries.adoptions(on).filter(position_id=position_id)
    return [catalogue.standard_as_parsed(row.standard) for row in rows]


def _no_standard() -> str:
    return _("This position rests on no standard yet; adopt one to see its duties and tasks here.")


def _meta(position: Any, on: date, language: Language, title: str) -> Meta:
    settings = organisation.current()
    english = language is Language.EN
    return Meta(
        title=title,
        subtitle=(position.name_en if english else "") or position.name,
        company=(settings.name_en if english else "") or settings.name or _("The organisation"),
        number=position.code,
        edition="–",
        dated=on,
        language=language,
        logo=file_bytes(settings.logo) if settings.logo else None,
        republic_dates=settings.date_form == "roc",
        contents=False,
    )


def _identity(position: Any) -> Iterator[Block]:
    yield Heading(_("Position"))
    yield key_values(
        [
            (_("Position"), position.name),
            (_("Code"), position.code),
            (_("Function"), position.function.name),
            (_("Grade"), position.grade.name),
        ]
    )
    yield Heading(_("Purpose"))
    yield paragraph(position.summary or _("No summary of the work is recorded yet."))


def _duties(standards: Sequence[ParsedStandard]) -> Iterator[Block]:
    yield Heading(_("Duties and tasks"))
    if not standards:
        yield paragraph(_no_standard())
    for standard in standards:
        yield paragraph(f"{standard.raw_code} {standard.title}".strip())
        for duty in standard.duties:
            if duty.name:
                yield Heading(f"{duty.code} {duty.name}".strip(), level=2, numbered=False)
            tasks = [task for group in duty.groups for task in group.tasks]
            if tasks:
                yield bullets(*(f"{task.code} {task.name}".strip() for task in tasks))


def _required(position: Any, on: date, language: Language) -> Iterator[Block]:
    yield Heading(_("Required competencies"))
    rows = list(queries.requirements_of(position.pk, on))
    if not rows:
        yield paragraph(_("No competency is required yet."))
        return
    english = language is Language.EN
    yield table(
        [_("Kind"), _("Code"), _("Competency"), _("Level")],
        [
            [
                label(KINDS, row.competency.kind),
                row.competency.code,
                (row.competency.name_en if english else "") or row.competency.name,
                Cell(Number(row.level, decimals=0 if float(row.level).is_integer() else 1)),
            ]
            for row in rows
        ],
        columns=(Column(0.8), Column(2.4), Column(5), Column(0.8, Align.CENTER)),
        caption=_("Competencies and required levels"),
        source_note=Provenance(
            source=_("Requirements in force"), n=len(rows), period=on.isoformat()
        ),
    )


def _qualifications(position: Any) -> Iterator[Block]:
    months = position.min_experience_months
    yield Heading(_("What a person must bring"))
    yield key_values(
        [
            (_("Degree"), label(DEGREES, position.min_degree) if position.min_degree else "–"),
            (_("Fields of study"), position.fields_of_study or "–"),
            (
                _("Experience"),
                _("%(years)s years of experience") % {"years": f"{months / 12:g}"}
                if months
                else "–",
            ),
        ]
    )


def _analysis(standard: ParsedStandard, on: date) -> Iterator[Block]:
    yield Heading(f"{standard.raw_code} {standard.title}".strip())
    rows = [
        _block_row(f"{duty.code} {duty.name}".strip(), group, block)
        for duty in standard.duties
        for group in duty.groups
        for block in (group.blocks or (StandardBlock(None),))
    ]
    if rows:
        yield table(
            [
                _("Duty"), _("Task"), _("Outputs"), _("Performance indicators"), _("Level"),
                _("Knowledge"), _("Skill"),
            ],
            rows,
            columns=(
                Column(1.5), Column(2), Column(1.8), Column(3.4),
                Column(0.6, Align.CENTER), Column(2.3), Column(2.3),
            ),
            caption=_("Tasks with outputs, indicators, level, knowledge and skills"),
            landscape=True,
            row_headers=2,
            source_note=Provenance(
                source=standard.raw_code or standard.title, n=len(rows), period=on.isoformat(),
                note=_("A dash as level: the standard states none."),
            ),
        )  # fmt: skip
    if standard.attitudes:
        yield Heading(_("Attitudes"), level=2)
        yield bullets(
            *(
                f"{_line(each)}：{each.definition}" if each.definition else _line(each)
                for each in standard.attitudes
            )
        )


def _block_row(duty: str, group: TaskGroup, block: StandardBlock) -> list[Cell | str | Number]:
    return [
        duty or "–",
        "\n".join(f"{task.code} {task.name}".strip() for task in group.tasks),
        _lines(block.outputs),
        _lines(block.indicators),
        level_text(block.level),
        _lines(block.knowledge),
        _lines(block.skills),
    ]


def _lines(items: Sequence[Item]) -> str:
    return "\n".join(_line(each) for each in items) or "–"


def _line(item: Item) -> str:
    return f"{item.code} {item.name}".strip()
