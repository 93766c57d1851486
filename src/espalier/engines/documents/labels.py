"""The words this engine adds to a document, in its language, and how it writes dates."""

from datetime import date

from .meta import Language, Meta, Role
from .tree import Provenance, Tone

_WORDS: dict[Language, dict[str, str]] = {
    Language.ZH_HANT: {
        "table": "表",
        "figure": "圖",
        "caption": "{label}　{text}",
        "contents": "目錄",
        "changes": "修訂履歷",
        "number": "文件編號",
        "edition": "版次",
        "dated": "生效日期",
        "state": "文件狀態",
        "page": "第 {page} 頁／共 {pages} 頁",
        "change_edition": "版次",
        "change_dated": "修訂日期",
        "change_summary": "修訂內容",
        "change_author": "修訂者",
        "prepared": "製作",
        "reviewed": "審查",
        "approved": "核准",
        "approvals": "簽核",
        "signature": "簽章",
        "name": "姓名／職稱",
        "signed_on": "日期",
        "source": "資料來源",
        "n": "有效樣本數 n",
        "n_missing": "缺漏",
        "period": "資料期間",
        "formula": "計算方式",
        "remark": "備註",
        "colon": "：",
        "separator": "；",
        "figure_data": "附錄：圖的資料",
        "data_of": "{label} 的資料",
        "data_toggle": "{label} 的資料表",
        "cover": "封面",
        "text": "內文",
        "note": "說明",
        "good": "達成",
        "warn": "注意",
        "bad": "警示",
        "see_sheet": "見工作表「{sheet}」",
        "draft": "文件註記",
    },
    Language.EN: {
        "table": "Table",
        "figure": "Figure",
        "caption": "{label}. {text}",
        "contents": "Contents",
        "changes": "Change log",
        "number": "Document no.",
        "edition": "Edition",
        "dated": "Effective date",
        "state": "State",
        "page": "Page {page} of {pages}",
        "change_edition": "Edition",
        "change_dated": "Date",
        "change_summary": "What changed",
        "change_author": "By",
        "prepared": "Prepared by",
        "reviewed": "Reviewed by",
        "approved": "Approved by",
        "approvals": "Approvals",
        "signature": "Signature",
        "name": "Name / title",
        "signed_on": "Date",
        "source": "Source",
        "n": "n",
        "n_missing": "missing",
        "period": "Period",
        "formula": "Formula",
        "remark": "Note",
        "colon": ": ",
        "separator": "; ",
        "figure_data": "Appendix: data of the figures",
        "data_of": "Data of {label}",
        "data_toggle": "Data table of {label}",
        "cover": "Cover",
        "text": "Text",
        "note": "Note",
        "good": "Achieved",
        "warn": "Attention",
        "bad": "Warning",
        "see_sheet": 'see sheet "{sheet}"',
        "draft": "Mark",
    },
}


def word(language: Language, key: str) -> str:
    """The label `key` in `language`."""
    return _WORDS[language][key]


def caption(language: Language, label: str, text: str) -> str:
    """A caption line such as 「表 1　各崗位應具職能」."""
    return word(language, "caption").format(label=label, text=text) if label else text


def page_parts(language: Language) -> tuple[str, str, str]:
    """What stands before the page number, between it and the page count, and after."""
    before, rest = word(language, "page").split("{page}")
    between, after = rest.split("{pages}")
    return before, between, after


def identity_line(meta: Meta) -> str:
    """Number and edition as they stand in the running header."""
    colon = word(meta.language, "colon")
    pairs = (("number", meta.number), ("edition", meta.edition))
    return "　".join(f"{word(meta.language, key)}{colon}{value}" for key, value in pairs if value)


def running(text: str) -> str:
    """Title or company for the one line each has in the running header; the cover has it whole."""
    return text if len(text) <= 40 else f"{text[:39]}…"


def role_label(language: Language, role: Role) -> str:
    """The label of a signature role."""
    return word(language, role.value)


def tone_label(language: Language, tone: Tone) -> str:
    """The word a callout begins with when it has no title, so that colour never stands alone."""
    return word(language, tone.value)


def day(meta: Meta, value: date | None) -> str:
    """A date as the document writes it: 2027/03/01, or 民國 116 年 3 月 1 日; empty for None."""
    if value is None:
        return ""
    if not meta.republic_dates:
        return f"{value:%Y/%m/%d}"
    year = value.year - 1911
    if meta.language is Language.EN:
        return f"ROC {year}/{value:%m/%d}"
    return f"民國 {year} 年 {value.month} 月 {value.day} 日"


def provenance_line(language: Language, note: Provenance | None) -> str:
    """One line under a table or chart; empty when nothing is known."""
    if note is None:
        return ""
    n = "" if note.n is None else f"{note.n:,}"
    missing = "" if note.n_missing is None else f"{note.n_missing:,}"
    parts = (
        ("source", note.source),
        ("n", n),
        ("n_missing", missing),
        ("period", note.period),
        ("formula", note.formula),
        ("remark", note.note),
    )
    colon, separator = word(language, "colon"), word(language, "separator")
    shown = (f"{word(language, key)}{colon}{value}" for key, value in parts if value)
    return separator.join(shown)
