"""O1.2.1 as one of the eight documents: what stops its review, and what its sections rest on."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.learning_map.freshness import OUTPUT
from espalier.cycle.learning_map.map.content import map_content
from espalier.cycle.learning_map.map.permissions import PREPARE, PUBLISH, VIEW
from espalier.cycle.learning_map.map.sections import document_of
from espalier.kit.errors import Problem
from espalier.kit.outputs.registry import register_output
from espalier.kit.outputs.types import Content, Hurdle, OutputKind
from espalier.kit.versions.types import EVERY_RECORD, Source

FORMATS = ("docx", "html", "pdf", "xlsx")
NORM = "learning_map.Norm"
# Sections that list a whole register: whatever is added to it makes the document old.
REGISTERS = (
    ("roles", "people.Position"),
    ("requirements", "learning_map.Requirement"),
    ("modules", "learning_map.ModuleVersion"),
    ("norms", NORM),
)


def register() -> None:
    register_output(
        OutputKind(
            output=OUTPUT,
            title=gettext_lazy("Competency learning map"),
            title_en="Competency learning map",
            content=map_content,
            tree=document_of,
            hurdles=hurdles,
            sources=sources,
            view=VIEW,
            prepare=PREPARE,
            publish=PUBLISH,
            formats=FORMATS,
            work_page="learning_map:map",
        )
    )


def hurdles(content: Content) -> list[Hurdle]:
    """Without positions and what they require there is no map."""
    if not content["positions"]:
        remedy = _("Import or add positions first.")
        problem = Problem("no_positions", _("There is no position in use."), remedy=remedy)
        return [Hurdle("no_positions", problem)]
    if not content["requirements"]:
        remedy = _("Adopt a standard for a position and accept its levels, or type them.")
        message = _("No position requires a competency yet.")
        return [Hurdle("no_requirements", Problem("no_requirements", message, remedy=remedy))]
    return []


def sources(content: Content) -> Iterator[Source]:
    """Norms one by one, the large registers as a whole; requirements and modules have edges of their own."""
    yield from (Source(section, kind, EVERY_RECORD) for section, kind in REGISTERS)
    for norm in content["norms"]:
        yield from (Source(section, NORM, str(norm["id"])) for section in ("mandatory", "norms"))
