"""O1.2.1 as a document: of today, and of any edition from its frozen content."""

import json
from datetime import date

from django.core.serializers.json import DjangoJSONEncoder

from espalier.cycle.learning_map.freshness import OUTPUT
from espalier.cycle.learning_map.map.content import map_content
from espalier.cycle.learning_map.map.sections import document_of
from espalier.engines.documents.meta import Language
from espalier.engines.documents.tree import Document
from espalier.kit.versions import queries as versions
from espalier.kit.versions.models import Edition
from espalier.kit.versions.states import State


def current_document(on: date, language: Language) -> Document:
    """Today's map as the draft of the next edition."""
    latest = versions.latest(OUTPUT)
    number = 1 if latest is None else latest.edition + (latest.state != State.DRAFT)
    content = json.loads(json.dumps(map_content(on), cls=DjangoJSONEncoder))
    return document_of(content, language=language, edition=number, is_draft=True)


def edition_document(edition: Edition, language: Language) -> Document:
    """An edition as it was, from its frozen content."""
    is_draft = edition.state == State.DRAFT
    return document_of(
        edition.content, language=language, edition=edition.edition, is_draft=is_draft
    )
