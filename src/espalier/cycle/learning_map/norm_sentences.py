"""A rule in plain sentences, the same on the page, in the preview and in the document."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espalier.cycle.learning_map.labels import MODES, TIERS, hours_text, label
from espalier.cycle.learning_map.norm_words import AGAIN_ON_CHANGE, CATEGORIES, FIRST_PERIODS
from espalier.cycle.learning_map.norms.types import Rule, Target
from espalier.kit.errors import Text


def rule_in_words(rule: Rule, *, positions: Sequence[str] = ()) -> list[str]:
    """Who must do what by when, and what counts; one sentence each."""
    sentences = [who_in_words(rule.target, positions=positions)]
    sentences += _limits_in_words(rule.target)
    sentences.append(what_in_words(rule))
    sentences += _counting_in_words(rule)
    return [each for each in sentences if each]


def who_in_words(target: Target, *, positions: Sequence[str] = ()) -> str:
    """Whom the rule binds; says so when it binds nobody yet."""
    if target.everyone:
        return _("It binds everybody in the organisation.")
    parts = bound_groups(target, positions=positions)
    if not parts:
        return _("It binds nobody by itself.")
    return _("It binds %(who)s.") % {"who": "；".join(parts)}


def bound_groups(target: Target, *, positions: Sequence[str] = ()) -> list[str]:
    """Each group the rule binds, for a sentence or a cell of a table."""
    parts = [_listed(_("categories"), target.categories, CATEGORIES)]
    parts.append(_listed(_("levels"), target.tiers, TIERS))
    if positions:
        parts.append(_("positions: %(names)s") % {"names": "、".join(positions)})
    if target.duties:
        parts.append(_("holders of a duty: %(names)s") % {"names": "、".join(target.duties)})
    if target.licences:
        parts.append(_("holders of a licence: %(names)s") % {"names": "、".join(target.licences)})
    return [part for part in parts if part]


def _listed(what: str, values: Sequence[str], words: dict[str, Text]) -> str:
    if not values:
        return ""
    return f"{what}：" + "、".join(label(words, value) for value in values)


def _limits_in_words(target: Target) -> list[str]:
    told = []
    if target.min_headcount is not None:
        words = _("Only while the organisation has at least %(n)s people.")
        told.append(words % {"n": target.min_headcount})
    if target.max_headcount is not None:
        words = _("Only while the organisation has at most %(n)s people.")
        told.append(words % {"n": target.max_headcount})
    if target.hired_from is not None:
        words = _("Only people hired on %(day)s or later.")
        told.append(words % {"day": target.hired_from.isoformat().replace("-", "/")})
    return told


def what_in_words(rule: Rule) -> str:
    """The hours and the term in one sentence."""
    if rule.minutes is None:
        hours = _("training whose hours the norm does not fix")
    else:
        hours = _("at least %(hours)s hours") % {"hours": hours_text(rule.minutes)}
    said = {
        "none": _("It is a principle that holds at all times; no hours are due."),
        "once": _("Due: %(hours)s, once, before the work begins."),
        "rolling": _("Due: %(hours)s, again within every %(term)s since the last time."),
        "calendar": _("Due: %(hours)s in every calendar period of %(term)s."),
        "licence": _("Due: %(hours)s in every licence cycle of %(term)s."),
    }
    return said[rule.window] % {"hours": hours, "term": _months_in_words(rule.months or 0)}


def term_in_words(rule: Rule) -> str:
    """The term alone, for a cell of a table."""
    said = {
        "none": _("at all times"),
        "once": _("once, before the work begins"),
        "rolling": _("every %(term)s since the last time"),
        "calendar": _("each calendar period of %(term)s"),
        "licence": _("each licence cycle of %(term)s"),
    }
    return said[rule.window] % {"term": _months_in_words(rule.months or 0)}


def _months_in_words(months: int) -> str:
    if months and months % 12 == 0:
        return ngettext("%(n)d year", "%(n)d years", months // 12) % {"n": months // 12}
    return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}


def _counting_in_words(rule: Rule) -> list[str]:
    if not rule.is_duty:
        return []
    told = _timing_in_words(rule)
    if rule.modes:
        names = "、".join(label(MODES, mode) for mode in rule.modes)
        told.append(_("Only these modes count: %(names)s.") % {"names": names})
    for mode, most in rule.mode_caps:
        words = _("%(mode)s counts for at most %(hours)s hours.")
        told.append(words % {"mode": label(MODES, mode), "hours": hours_text(most)})
    for tag, least in rule.content_minutes:
        words = _("At least %(hours)s hours must be about: %(tag)s.")
        told.append(words % {"hours": hours_text(least), "tag": tag})
    if not rule.is_shareable:
        told.append(_("These hours may not serve another norm as well."))
    told.append(
        _("Training for it counts as working time.")
        if rule.is_working_time
        else _("Training for it need not count as working time.")
    )
    if rule.on_leave == "pauses":
        told.append(_("The term stands still during long leave."))
    return told


def _timing_in_words(rule: Rule) -> list[str]:
    """What moves the first or the next day on which it is due."""
    told = []
    if rule.grace_days:
        words = _("It may be done up to %(n)s days after the work begins.")
        told.append(words % {"n": rule.grace_days})
    if rule.first_due_months is not None:
        words = _("The first time is due %(term)s after the person came under it.")
        told.append(words % {"term": _months_in_words(rule.first_due_months)})
    if rule.lookback_months is not None:
        words = _("Hours older than %(term)s at the start do not count.")
        told.append(words % {"term": _months_in_words(rule.lookback_months)})
    if rule.again_on_change != "none":
        told.append(_("%(words)s.") % {"words": label(AGAIN_ON_CHANGE, rule.again_on_change)})
    if rule.first_period != "full":
        told.append(_("%(words)s.") % {"words": label(FIRST_PERIODS, rule.first_period)})
    if not rule.covers_incumbents:
        told.append(_("Those who began before the rule took effect are not bound."))
    return told
