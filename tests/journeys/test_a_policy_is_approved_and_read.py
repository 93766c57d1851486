"""The road of the training policy: written, sent back, mended, approved, given out, read by everybody."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import visitors
from tests.journeys.reviewing import comes_into_force, decides

pytestmark = pytest.mark.journey
OUTPUT = "O1.1.1"
SENTENCE, MENDED = "每季公布各方針的進度。", "公布由訓練經理負責。"
REASONS = ("2027 年第一季完成碳盤查後導出。", "2027 年訓練委員會再議。")


@pytest.fixture(scope="module")
def make(browser, company):
    """Every test goes on where the one before stopped."""
    with visitors(browser, company) as visit:
        yield visit


@pytest.fixture(scope="module")
def manager(make):
    return make("manager")


def submit(manager, note: str) -> None:
    page = manager.page
    manager.open(f"/outputs/{OUTPUT}/submit/")
    page.locator("[name=change_note]").fill(note)
    for place, reason in zip(page.locator("textarea[name^=reason_]").all(), REASONS, strict=True):
        place.fill(reason)
    page.get_by_role("button", name="送審", exact=True).click()
    manager.sees("文件已送交審核")


def write(manager, sentence: str) -> None:
    """Add a sentence to the clause about setting directions."""
    page = manager.page
    manager.open("/policy/handbook/clauses/?q=政策方針的訂定")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="變更", exact=True).click()
    text = page.locator("textarea[name=text]")
    text.fill(text.input_value() + sentence)
    page.locator("main form").get_by_role("button", name="儲存", exact=True).click()
    manager.sees(sentence)


def test_a_changed_clause_says_that_the_handbook_needs_an_update(manager):
    write(manager, SENTENCE)
    manager.open(f"/outputs/{OUTPUT}/")
    manager.sees("此版次需要更新")
    expect(manager.page.locator(".alert a")).to_contain_text("政策方針的訂定")


def test_it_is_submitted_with_reasons_for_what_is_open(manager):
    manager.open(f"/outputs/{OUTPUT}/submit/")
    expect(manager.page.locator("ins", has_text=SENTENCE).first).to_be_attached()
    submit(manager, "每季公布進度。")
    manager.open("/outputs/")
    row = manager.page.locator("tr", has_text=OUTPUT)
    expect(row).to_contain_text("審核中")
    expect(row).to_contain_text("會簽")


def test_a_reviewer_sends_it_back_with_words(make, manager):
    decides(make("supervisor"), OUTPUT, "同意")
    executive = make("executive", phone=True)
    executive.open("/kit/approval/")
    executive.page.locator("main a", has_text=OUTPUT).first.click()
    expect(executive.page.locator("ins", has_text=SENTENCE).first).to_be_attached()
    decides(executive, OUTPUT, "退回修改", "請寫明由誰公布。")
    manager.open(f"/outputs/{OUTPUT}/")
    manager.page.get_by_role("link", name="進行中").first.click()
    manager.page.get_by_role("link", name="審核歷程").click()
    manager.sees("請寫明由誰公布。")


def test_the_next_round_shows_what_was_mended_and_is_approved(make, manager):
    write(manager, MENDED)
    submit(manager, "每季由訓練經理公布進度。")
    decides(make("supervisor"), OUTPUT, "同意")
    executive = make("executive")
    executive.open("/kit/approval/")
    executive.page.locator("main a", has_text=OUTPUT).first.click()
    executive.sees("與上次送審內容比較")
    expect(executive.page.locator("ins", has_text=MENDED).first).to_be_attached()
    decides(executive, OUTPUT, "核准")
    comes_into_force(manager, OUTPUT)
    manager.sees(MENDED)


def test_it_is_given_out_and_read_on_a_phone(make, manager):
    page = manager.page
    manager.open("/policy/")
    page.locator(".site-menu").get_by_role("link", name="簽閱情形", exact=True).click()
    page.get_by_role("link", name="分發…").first.click()
    page.locator("main form[method=post] button").last.click()
    manager.sees("0%")
    learner = make("learner", phone=True)
    learner.open("/")
    learner.page.locator("main a[href*='/policy/read']").first.click()
    learner.page.get_by_role("button", name="我已閱讀").click()
    learner.sees("您已於")
    manager.page.reload()
    expect(page.locator("main")).to_contain_text("1")


def test_the_thread_leads_from_the_indicator_to_the_section(manager):
    manager.open("/kit/thread/frame.Indicator/P1.1.1/")
    expect(manager.page.locator(".thread-steps").last).to_contain_text(f"{OUTPUT} 第 2 版")
