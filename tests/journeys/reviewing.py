"""What several journeys share: a document goes round its reviewers, and comes into force."""

import time

from playwright.sync_api import expect

LONG_WORK = 240_000  # writing the files of a document on a busy machine


def decides(visitor, output: str, button: str, comment: str = "") -> None:
    """Open what waits for one's decision about a document, read it, and press a button."""
    page = visitor.page
    visitor.open("/kit/approval/")
    page.locator("main a", has_text=output).first.click()
    if comment:
        page.locator("textarea[name=comment]").first.fill(comment)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("button", name=button, exact=True)).to_have_count(0)


def comes_into_force(manager, output: str) -> None:
    """Wait until the worker has written the approved edition, then publish it."""
    page, until = manager.page, time.monotonic() + LONG_WORK / 1000
    while time.monotonic() < until:
        manager.open(f"/outputs/{output}/")
        under_way = page.get_by_role("link", name="進行中")
        if under_way.count():
            under_way.first.click()
        if (
            page.locator("main a[href$='zh-Hant.pdf']").count()
            and page.get_by_role("button", name="發布實施").count()
        ):
            page.get_by_role("button", name="發布實施").click()
            manager.sees("此版次已發布實施")
            return
        page.wait_for_timeout(1000)
    raise AssertionError(f"the files of {output} were not written in time")
