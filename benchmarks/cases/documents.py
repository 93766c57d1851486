"""Writing O1.2.1."""

from benchmarks.measure import cold_and_warm
from benchmarks.types import Reading

MOMENT = (2026, 10, 31, 1)


def learning_map(repeats: int, both_languages: bool) -> list[Reading]:
    """From the records to the files: every format in one language, then all that publishing writes."""
    import json
    from datetime import UTC, datetime

    from django.conf import settings
    from django.core.serializers.json import DjangoJSONEncoder
    from django.utils import timezone

    from espalier.cycle.learning_map.map.content import map_content
    from espalier.cycle.learning_map.map.output import FORMATS
    from espalier.cycle.learning_map.map.sections import document_of
    from espalier.engines.documents.meta import Language
    from espalier.kit.outputs.content import blank_face
    from espalier.kit.outputs.writing import LANGUAGES, write_all, written

    on = timezone.localdate(datetime(*MOMENT, tzinfo=UTC))

    def content() -> dict[str, object]:
        frozen: dict[str, object] = json.loads(json.dumps(map_content(on), cls=DjangoJSONEncoder))
        return frozen

    def one_language() -> dict[str, float | str]:
        frozen = content()
        tree = document_of(frozen, blank_face(Language.ZH_HANT, on))
        files = [written(tree, format_, settings.FONTS_DIR) for format_ in FORMATS]
        return {
            "positions": len(frozen["positions"]),  # type: ignore[arg-type]  # JSON content
            "requirements": len(frozen["requirements"]),  # type: ignore[arg-type]  # JSON content
            "files": len(files),
            "file_bytes": sum(map(len, files)),
        }

    def published() -> dict[str, float | str]:
        frozen = content()
        trees = {each: document_of(frozen, blank_face(each, on)) for each in LANGUAGES}
        return {"files": len(write_all(trees, FORMATS))}

    found = cold_and_warm("DOCX, HTML, PDF, XLSX in zh-Hant", one_language, repeats)
    if both_languages:
        found += cold_and_warm("the same in both languages", published, 1)
    return found
