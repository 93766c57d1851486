"""Reading drafts of standards on their way in."""

from dataclasses import dataclass

from django.db.models import QuerySet

from espalier.cycle.standards.intake import rules
from espalier.cycle.standards.intake.models import IntakeDraft
from espalier.cycle.standards.intake.types import WrongValue
from espalier.engines.intake import parsed_from_json
from espalier.engines.intake.types import ParsedStandard
from espalier.kit.errors import NotFound
from espalier.kit.files.queries import file_bytes


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft as a person checks it: what was read, and what it becomes with the corrections."""

    draft: IntakeDraft
    read: ParsedStandard
    corrected: ParsedStandard
    wrong: tuple[WrongValue, ...]


def draft(draft_id: int) -> IntakeDraft:
    """One draft with its file and the standard it became. Raises: NotFound."""
    rows = IntakeDraft.objects.select_related("file", "standard", "created_by")
    found = rows.filter(pk=draft_id).first()
    if found is None:
        raise NotFound(f"draft {draft_id}")
    return found


def open_drafts() -> QuerySet[IntakeDraft]:
    """Drafts somebody still has to check, the newest first."""
    rows = IntakeDraft.objects.filter(state=IntakeDraft.State.OPEN)
    return rows.select_related("file", "created_by").order_by("-created_at", "-pk")


def checked(draft: IntakeDraft, values: dict[str, str] | None = None) -> Checked:
    """The draft with its saved corrections, or with the values typed just now."""
    read = parsed_from_json(draft.understood)
    corrected, wrong = rules.corrected(read, draft.corrections if values is None else values)
    return Checked(draft, read, corrected, tuple(wrong))


def source_file(draft_id: int) -> tuple[bytes, str, str]:
    """The uploaded bytes of a draft with their name and media type. Raises: NotFound."""
    file = draft(draft_id).file
    return file_bytes(file), file.name, file.media_type
