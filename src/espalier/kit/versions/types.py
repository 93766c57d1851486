"""What an edition says about the records it rests on."""

from dataclasses import dataclass

EVERY_RECORD = "*"  # a section that lists a whole register rests on what is added to it, too


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Section ``section`` (an anchor of the document) rests on a record; kinds as the thread names them."""

    section: str
    kind: str
    record_id: str = EVERY_RECORD
