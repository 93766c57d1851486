"""Every write of desk research; one module per task, one door for other rooms."""

from espalier.cycle.needs.desk_research.services.documents import (
    import_documents,
    save_document,
    set_active,
)
from espalier.cycle.needs.desk_research.services.passages import (
    change_passage,
    mark_passage,
    remove_passage,
)
from espalier.cycle.needs.desk_research.services.reading import (
    READ_DOCUMENT,
    attach_file,
    read_text,
)

__all__ = [
    "READ_DOCUMENT",
    "attach_file",
    "change_passage",
    "import_documents",
    "mark_passage",
    "read_text",
    "remove_passage",
    "save_document",
    "set_active",
]
