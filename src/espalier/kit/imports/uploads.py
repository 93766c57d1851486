"""Refusing an oversized upload while it arrives: nothing of it is kept, and the person still gets an answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from espalier.kit.imports.limits import DEFAULT_LIMITS

View = Callable[..., HttpResponse]
_FORM_OVERHEAD = 64 * 1024  # boundaries and the other fields of the form


class _SizeCap(FileUploadHandler):
    """Skip a file that announces, or turns out to have, more bytes than an import reads."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self._seen = 0
        self._announced = 0

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self._announced = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._seen = 0
        if self._announced > DEFAULT_LIMITS.file_bytes + _FORM_OVERHEAD:
            self._skip(self._announced)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._seen += len(raw_data)
        if self._seen > DEFAULT_LIMITS.file_bytes:
            self._skip(self._seen)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

    def _skip(self, size: int) -> None:
        self.request.espalier_too_large = size  # type: ignore[union-attr]  # read by `too_large`
        raise SkipFile


def size_capped(view: View) -> View:
    """Put the cap before the form is parsed, which the CSRF check would otherwise do first."""
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers.insert(0, _SizeCap(request))
        return protected(request, *args, **kwargs)

    return wrapper


def too_large(request: HttpRequest) -> int | None:
    """Bytes of an upload that was refused on its way in, else None. Parses the form if nobody has yet."""
    _parsed = request.FILES
    return getattr(request, "espalier_too_large", None)
