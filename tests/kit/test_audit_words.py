"""The audit log is read by people: every act the code can record has its words."""

import re

from espalier.kit.audit import log, words
from tests.architecture.source import PACKAGE

ROOMS = (
    "accounts|approval|consultation|jobs|kit|learning_map|needs|notify|organisation|outputs|people"
    "|policy|standards|strategy|ui|versions"
)
EVENT = re.compile(rf"""(?<!f)["']((?:{ROOMS})\.[a-z_]+\.[a-z_]+)["']""")
# An act whose name is put together, such as f"policy.{level}.written".
MADE = re.compile(rf"""f["']((?:{ROOMS})\.[^"'\s]+)["']""")
HOLE = re.compile(r"\{[^}]*\}")


def source_of_code() -> str:
    files = (path for path in PACKAGE.rglob("*.py") if path.name != "acts.py")
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_every_act_that_the_code_records_has_words():
    written = set(EVENT.findall(source_of_code()))
    known = {event for event, _words in words.act_choices()}
    assert len(written) > 150
    assert written - known == set()


def test_no_words_are_kept_for_acts_that_nobody_records():
    source = source_of_code()
    made = [re.compile(HOLE.sub("[a-z_.]+", each)) for each in MADE.findall(source)]
    idle = [
        event
        for event, _words in words.act_choices()
        if f'"{event}"' not in source and not any(each.fullmatch(event) for each in made)
    ]
    assert idle == []


def test_the_log_shows_acts_in_words_and_is_narrowed_by_them(manager, client_of, system, monday):
    log.record("people.unit.created", "people.Unit:7", by=system, at=monday)
    log.record("people.unit.renamed", "people.Unit:7", by=system, at=monday)
    client = client_of(manager)
    page = client.get("/kit/audit/").content.decode()
    assert "新增單位紀錄" in page
    assert "單位 7" in page
    narrowed = client.get("/kit/audit/?act=people.unit.renamed").content.decode()
    rows = narrowed.split("<tbody")[1].split("</tbody>")[0]
    assert "單位更名" in rows
    assert "新增單位紀錄" not in rows


def test_an_act_of_a_later_version_shows_its_code():
    assert words.act_words("people.unit.split") == "people.unit.split"
    assert words.record_words("people.Unit", "*") == "單位"
