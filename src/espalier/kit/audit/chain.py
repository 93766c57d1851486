"""The arithmetic of the hash chain: pure, so that a verifier elsewhere can be written from this page.

digest = SHA-256 over salt and the payload as canonical JSON; hash = SHA-256 over the entry's fields joined by
U+001F, the previous entry's hash first.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

GENESIS = "0" * 64


def payload_digest(salt: str, body: Mapping[str, object]) -> str:
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def entry_hash(previous: str, sequence: int, at: datetime, fields: Sequence[str]) -> str:
    """``fields``: event, subject kind, subject id, actor kind, actor key, digest — in this order."""
    parts = [previous, str(sequence), at.astimezone(UTC).isoformat(), *fields]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
