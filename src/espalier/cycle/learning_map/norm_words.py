"""Words for the values the register of norms stores and shows, and how sheets write them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from espalier.kit.errors import Text

KINDS: dict[str, Text] = {
    "legal": _("Legal"),
    "organisational": _("Organisational"),
    "customer": _("Customer or scheme demand"),
    "ethical": _("Ethical"),
}
STATUSES: dict[str, Text] = {
    "verified": _("Seen in the official source"),
    "secondary": _("Seen in a secondary source"),
    "known": _("Known, not looked up yet"),
    "doubtful": _("Doubtful"),
}
WINDOWS: dict[str, Text] = {
    "none": _("No fixed term"),
    "once": _("Once, before the work begins"),
    "rolling": _("Again within a number of months"),
    "calendar": _("In every calendar period"),
    "licence": _("In every cycle of the licence"),
}
ON_LEAVE: dict[str, Text] = {
    "runs": _("The term runs on during leave"),
    "pauses": _("The term stands still during leave"),
}
AGAIN_ON_CHANGE: dict[str, Text] = {
    "none": _("A change of work changes nothing"),
    "function": _("Again when the job family changes"),
    "position": _("Again when the position changes"),
}
FIRST_PERIODS: dict[str, Text] = {
    "full": _("The first period asks for all hours"),
    "prorated": _("The first period asks for its share of the hours"),
    "next": _("The duty begins with the next full period"),
}
NOTE_KINDS: dict[str, Text] = {
    "interpretation": _("Interpretation"),
    "checked": _("Looked up again"),
}
CATEGORIES: dict[str, Text] = {
    "executive": pgettext_lazy("employee category", "Executive"),
    "manager": pgettext_lazy("employee category", "Manager"),
    "professional": pgettext_lazy("employee category", "Professional"),
    "administrative": pgettext_lazy("employee category", "Administrative"),
    "operative": pgettext_lazy("employee category", "Operative"),
}
# What a cell of a sheet may say -> the value it stands for; the first text of a value is what we write.
SHEET_KINDS = {
    "法定": "legal",
    "組織": "organisational",
    "客戶或驗證": "customer",
    "倫理": "ethical",
}
SHEET_STATUSES = {
    "官方來源已查證": "verified",
    "次級來源": "secondary",
    "已知未查證": "known",
    "存疑": "doubtful",
}
SHEET_WINDOWS = {
    "無固定期限": "none",
    "到任前一次": "once",
    "每若干月": "rolling",
    "曆期": "calendar",
    "證照週期": "licence",
}
SHEET_ON_LEAVE = {"期間照算": "runs", "期間暫停": "pauses"}
SHEET_AGAIN = {"不受影響": "none", "換職系": "function", "換職位": "position"}
SHEET_FIRST_PERIODS = {"首期全額": "full", "首期比例": "prorated", "次期起算": "next"}
SHEET_CATEGORIES = {
    "高階主管": "executive",
    "主管": "manager",
    "專業人員": "professional",
    "行政人員": "administrative",
    "作業人員": "operative",
}
SHEET_TIERS = {"高階": "top", "中階": "middle", "基層": "base"}


def written(words: dict[str, str], value: str) -> str:
    """How a sheet writes a stored value; a value without a word is written as it is."""
    return next((text for text, stands_for in words.items() if stands_for == value), value)
