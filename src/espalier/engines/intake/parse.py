"""A neutral document in, the competency standard understood from it out."""

from dataclasses import replace

from espalier.engines.intake.cells import Splitter
from espalier.engines.intake.checks import check_standard
from espalier.engines.intake.closing import read_attitudes, read_notes
from espalier.engines.intake.codes import parse_code
from espalier.engines.intake.content_items import level_of
from espalier.engines.intake.findings import WarningKind
from espalier.engines.intake.identity import coded_entries, related_titles
from espalier.engines.intake.layout import Walk
from espalier.engines.intake.own_json import parsed_from_json
from espalier.engines.intake.refusals import IntakeRefused, RefusalReason
from espalier.engines.intake.types import (
    Block,
    Duty,
    FileFormat,
    Item,
    NeutralDocument,
    Note,
    ParsedStandard,
)

_ENOUGH_FIELDS = 2  # of the identity table, where a file has no content table


def parse_standard(document: NeutralDocument) -> ParsedStandard:
    """Understand a standard from a document.

    Nothing is guessed: what the file does not say stays ``None`` or empty, and every text of the
    file ends in a field, in a warning that quotes it, or in ``unplaced``.

    Parameters
    ----------
    document : NeutralDocument
        What :func:`read_document` returned.

    Raises
    ------
    IntakeRefused
        ``no_standard`` when nothing of a standard is in the file.
    """
    if document.payload is not None:
        parsed = parsed_from_json(document.payload)
        return replace(parsed, sha256=document.sha256, format=document.format)
    walk = Walk(document)
    duties = walk.table.finish()
    _refuse_other_documents(walk, duties)
    splitter = Splitter(walk.findings, hard_breaks=document.format is not FileFormat.PDF)
    attitudes, meaning = read_attitudes(walk.attitudes, splitter, walk.findings)
    prerequisites, notes, meaning_in_notes = read_notes(walk.notes)
    parsed = replace(
        _front(walk),
        duties=duties,
        attitudes=attitudes,
        prerequisites=prerequisites,
        notes=_attached(notes, duties, attitudes),
        meaning_of_a=walk.meaning_of_a or meaning or meaning_in_notes,
        unplaced=tuple(walk.findings.unplaced),
        sha256=document.sha256,
        format=document.format,
    )
    check_standard(parsed, walk.findings)
    _check_pages(walk, document)
    return replace(parsed, warnings=tuple(walk.findings.warnings))


def _refuse_other_documents(walk: Walk, duties: tuple[Duty, ...]) -> None:
    has_content = any(
        group.tasks or any(block != Block(None) for block in group.blocks)
        for duty in duties
        for group in duty.groups
    )
    n_fields = len(walk.identity.values) + len(walk.identity.pairs)
    if not has_content and n_fields < _ENOUGH_FIELDS and not walk.identity.versions:
        raise IntakeRefused(
            RefusalReason.NO_STANDARD,
            "no table of tasks, indicators, knowledge and skills, and no identity table",
        )


def _front(walk: Walk) -> ParsedStandard:
    """Title, code, classification, description and level."""
    known, findings = walk.identity, walk.findings
    raw_code = known.one_word("code")
    code = parse_code(raw_code) if raw_code else None
    if raw_code and code is None:
        findings.warn(WarningKind.CODE_NOT_READ, known.places.get("code"), raw_code)
    kind, printed = _named(walk)
    title, related = related_titles(printed)
    if printed and known.title and title != known.title:
        findings.warn(
            WarningKind.TITLE_DIFFERS, known.places.get("title"), f"{known.title} / {title}"
        )
    return ParsedStandard(
        raw_code=raw_code,
        code_base=code.code_base if code else "",
        version_no=code.version_no if code else None,
        title=title or known.title,
        kind=kind,
        related_titles=related,
        versions=tuple(known.versions),
        job_categories=coded_entries("job_categories", known, findings),
        occupations=coded_entries("occupations", known, findings),
        industries=coded_entries("industries", known, findings),
        description=known.text("description"),
        level=level_of(known.text("level"), known.places.get("level"), findings),
        is_historical=known.is_historical,
        field_places={name: place for name, place in known.places.items() if name},
    )


def _named(walk: Walk) -> tuple[str, str]:
    """Return whether the standard is of a 職類 or a 職業, and the name printed there."""
    for field, kind in (("occupation_title", "職業"), ("category_title", "職類"), ("name", "")):
        text = walk.identity.text(field)
        if text:
            others = (walk.identity.text("category_title"), walk.identity.text("name"))
            for other in others:
                if other and other != text:
                    place = walk.identity.places.get(field)
                    walk.findings.warn(WarningKind.TITLE_DIFFERS, place, f"{text} / {other}")
            return kind, text
    return "", ""


def _attached(
    notes: tuple[Note, ...], duties: tuple[Duty, ...], attitudes: tuple[Item, ...]
) -> tuple[Note, ...]:
    """Tell for every numbered note which codes carry its mark."""
    if not any(note.number is not None for note in notes):
        return notes
    texts: list[tuple[str, str]] = [(item.code, item.name + item.definition) for item in attitudes]
    for duty in duties:
        texts.append((duty.code, duty.name))
        for group in duty.groups:
            texts += [(task.code, task.name) for task in group.tasks]
            for block in group.blocks:
                items = (*block.outputs, *block.indicators, *block.knowledge, *block.skills)
                texts += [(item.code, item.name) for item in items]
    return tuple(
        replace(note, attached_to=_carriers(note.number, texts)) if note.number else note
        for note in notes
    )


def _carriers(number: int, texts: list[tuple[str, str]]) -> tuple[str, ...]:
    marks = (f"【註{number}】", f"[註{number}]")
    return tuple(dict.fromkeys(code for code, text in texts if any(m in text for m in marks)))


def _check_pages(walk: Walk, document: NeutralDocument) -> None:
    if walk.declared_pages is None or document.format is not FileFormat.PDF:
        return
    declared, place = walk.declared_pages
    if declared != document.n_pages:
        text = f"{declared} / {document.n_pages}"
        walk.findings.warn(WarningKind.PAGE_COUNT_DIFFERS, place, text)
