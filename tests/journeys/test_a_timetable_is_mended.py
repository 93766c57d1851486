"""The timetable of the year: a session is dragged to another week, then an instructor falls ill."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
PLANNING = 240_000  # milliseconds: the planner on a busy machine


@pytest.fixture
def manager(visit):
    return visit("manager")


def weeks_of(page, chip):
    """What the calendar would show while a session is dragged: the nearest week that is open, and one that is not."""
    return page.evaluate(
        """async chip => {
            const answer = await fetch(`${chip.dataset.marks}?scale=week`);
            const columns = Object.entries((await answer.json()).columns);
            const own = Date.parse(chip.closest('td').dataset.day);
            const away = ([day]) => Math.abs(Date.parse(day) - own);
            const by = colour => columns.filter(([day, mark]) => mark.colour === colour && away([day]))
                .sort((a, b) => away(a) - away(b))[0];
            const [open, shut] = [by('free'), by('red')];
            return {open: open[0], shut: shut?.[0], why: shut?.[1].words};
        }""",
        chip.element_handle(),
    )


def test_a_session_is_dragged_to_another_week(manager):
    page = manager.page
    manager.open("/plan/timetable/")
    page.get_by_role("link", name="行事曆", exact=True).click()
    chip = page.locator("table.gantt .chip[data-marks]").first
    code = chip.get_attribute("title").split()[0]
    week = weeks_of(page, chip)
    row = chip.locator("xpath=ancestor::tr")
    target = row.locator(f"td[data-day='{week['open']}']")
    target.scroll_into_view_if_needed()
    chip.scroll_into_view_if_needed()
    chip.hover()
    page.mouse.down()
    box = target.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5, steps=6)
    expect(target).to_have_class(re.compile("drop-free"))  # shown before anything is let go
    if week["shut"]:
        assert week["why"]
        expect(row.locator(f"td[data-day='{week['shut']}']")).to_have_class(re.compile("drop-red"))
    page.mouse.move(box["x"] + 8, box["y"] + 8, steps=4)
    expect(page.locator("#drag-words")).to_contain_text(week["open"].replace("-", "/"))
    page.mouse.up()
    page.wait_for_url(re.compile(rf"/sessions/\d+/move/\?on={week['open']}"))
    assert manager.axe() == []
    page.locator("#slots form[method=post] button").click()
    manager.sees("此梯次已改期")
    manager.sees(code)
    assert manager.axe() == []


def test_an_illness_is_mended_with_the_fewest_changes(manager):
    page = manager.page
    manager.open("/plan/timetable/")
    page.get_by_role("link", name="發生異動：重新排程").click()
    page.locator("[name=instructor]").select_option("T20")
    page.locator("[name=first]").fill("2027-01-01")
    page.locator("[name=last]").fill("2027-12-31")
    page.locator("[name=reason]").fill("開刀休養")
    page.get_by_role("button", name="開始規劃", exact=True).click()
    changes = page.locator("section", has=page.locator("#changes-title"))
    expect(changes).to_contain_text("已證明沒有異動更少的排法", timeout=PLANNING)
    moved = changes.locator("tbody tr")
    assert moved.count() >= 1
    assert manager.axe() == []
    session = moved.first.locator("th a")
    address = session.get_attribute("href")
    page.get_by_role("button", name="採用此日期", exact=True).click()
    manager.sees("日期")
    manager.open(address)
    expect(page.locator("main")).not_to_contain_text("陳霖育")
    manager.sees("開刀休養")
