"""The zip file around a DOCX or PPTX: the same parts always give the same bytes."""

import io
import zipfile

# The earliest day a zip entry can carry; a real one would change the bytes at every run.
_DAY = (1980, 1, 1, 0, 0, 0)


def repacked(data: bytes) -> bytes:
    """Write the zip `data` again in its order of entries, with one fixed time for all."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as archive:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, source.read(entry))
    return target.getvalue()
