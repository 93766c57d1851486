"""A standard in the plain shape that the command line prints and people compare."""

from typing import Any

from espalier.engines.intake.types import (
    Block,
    Coded,
    Duty,
    Item,
    Note,
    ParsedStandard,
    Place,
    TaskGroup,
)


def facts(parsed: ParsedStandard) -> dict[str, Any]:
    """Return the standard as plain data.

    Parameters
    ----------
    parsed : ParsedStandard

    Returns
    -------
    dict
        Dates in ISO form or ``None``; a task group with several blocks appears as several entries
        with the same task codes; places as "page:line".
    """
    return {
        "code": parsed.raw_code,
        "name": parsed.title,
        "versions": [
            {
                "version": row.version,
                "code": row.code,
                "name": row.name,
                "status": row.status,
                "note": row.note,
                "date": row.updated_on.isoformat() if row.updated_on else None,
            }
            for row in parsed.versions
        ],
        "job_categories": _coded(parsed.job_categories),
        "occupations": _coded(parsed.occupations),
        "industries": _coded(parsed.industries),
        "description": parsed.description,
        "level": parsed.level,
        "duties": [_duty(duty) for duty in parsed.duties],
        "attitudes": [
            {"code": item.code, "name": item.name, "definition": item.definition}
            for item in parsed.attitudes
        ],
        "prerequisites": list(parsed.prerequisites),
        "notes": [printed_note(note) for note in parsed.notes],
        "warnings": [
            {"kind": warning.kind, "place": _place(warning.place), "text": warning.text}
            for warning in parsed.warnings
        ],
        "unplaced": [{"place": _place(left.place), "text": left.text} for left in parsed.unplaced],
    }


def printed_note(note: Note) -> str:
    """Return a note as its file printed it, or as our form prints it when it came from nowhere."""
    if note.printed:
        return note.printed
    marker = f"【註{note.number}】" if note.number is not None else ""
    return f"{marker}{note.term}{'：' if note.term else ''}{note.text}"


def _place(place: Place | None) -> str | None:
    return str(place) if place is not None else None


def _coded(entries: tuple[Coded, ...]) -> list[dict[str, str]]:
    return [{"name": entry.name, "code": entry.code} for entry in entries]


def _duty(duty: Duty) -> dict[str, Any]:
    # A group without blocks still shows its tasks.
    blocks = ((group, block) for group in duty.groups for block in group.blocks or (Block(None),))
    entries = [_entry(group, block) for group, block in blocks]
    return {"code": duty.code, "name": duty.name, "tasks": entries}


def _entry(group: TaskGroup, block: Block) -> dict[str, Any]:
    return {
        "tasks": [{"code": task.code, "name": task.name} for task in group.tasks],
        "level": block.level,
        "outputs": _named(block.outputs),
        "indicators": [{"code": item.code, "text": item.name} for item in block.indicators],
        "knowledge": _named(block.knowledge),
        "skills": _named(block.skills),
    }


def _named(items: tuple[Item, ...]) -> list[dict[str, str]]:
    return [{"code": item.code, "name": item.name} for item in items]
