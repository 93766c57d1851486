"""The cover of a document: one way for all eight."""

import base64
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from espalier.engines.documents.meta import Approval, Change, Language, Meta, Role
from espalier.kit.files.queries import file_bytes
from espalier.kit.organisation import queries as organisation
from espalier.kit.outputs.types import Face, Signature

TAGS = {Language.ZH_HANT: "zh-hant", Language.EN: "en"}
_ROLES = {"prepared": Role.PREPARED, "reviewed": Role.REVIEWED, "approved": Role.APPROVED}


def company_content() -> dict[str, Any]:
    """What a content keeps about the organisation under the key ``organisation``."""
    now = organisation.current()
    logo = ""
    if now.logo is not None:
        logo = base64.b64encode(file_bytes(now.logo)).decode()
    return {
        "name": now.name,
        "name_en": now.name_en,
        "logo": logo,
        "republic_dates": now.date_form == "roc",
    }


def meta_of(
    face: Face, company: Mapping[str, Any], *, output: str, title: str, subtitle: str
) -> Meta:
    """Cover, running header and change log; ``title`` and ``subtitle`` in the language of the face."""
    english = company["name_en"] if face.language is Language.EN else ""
    return Meta(
        title=title,
        subtitle=subtitle,
        company=english or company["name"] or _("The organisation"),
        number=output,
        edition=str(face.edition),
        dated=face.dated,
        state=_("In force") if face.is_final else _("Draft"),
        language=face.language,
        logo=base64.b64decode(company["logo"]) if company["logo"] else None,
        approvals=tuple(_approvals(face.signatures)),
        changes=tuple(Change(str(c.edition), c.on, c.note, c.by) for c in face.changes),
        draft_mark="" if face.is_final else _("Draft"),
        republic_dates=company["republic_dates"],
    )


def _approvals(signatures: tuple[Signature, ...]) -> list[Approval]:
    """The cover has room for one name a role: the last who acted; the control page names all."""
    last = {each.kind: each for each in signatures if each.kind in _ROLES}
    return [
        Approval(_ROLES[kind], each.name, each.job_title, each.dated)
        for kind, each in sorted(last.items(), key=lambda pair: list(_ROLES).index(pair[0]))
    ]
