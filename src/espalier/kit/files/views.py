"""Downloading a stored file. Rooms give out their own files themselves, with their own permission."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from espalier.kit.files import queries
from espalier.kit.http import SignedInRequest, reads


@reads("kit.view_audit")
def download(request: SignedInRequest, file_id: int) -> HttpResponse:
    """The bytes as they came in; always as a download, so that nothing uploaded runs in the page."""
    stored = queries.stored_file(file_id)
    answer = HttpResponse(queries.file_bytes(stored), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, stored.name) or ""
    return answer
