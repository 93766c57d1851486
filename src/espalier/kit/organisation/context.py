"""What every page shows of the organisation; read only when a template asks."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from espalier.kit.organisation import queries


def organisation(request: HttpRequest) -> dict[str, object]:
    return {"organisation": SimpleLazyObject(queries.current)}
