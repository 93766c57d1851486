"""Parts of pages: ``{% load espalier_ui %}``. Each tag's template is ui/_<tag>.html."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BoundField, CheckboxInput, FileInput, Form
from django.forms.widgets import CheckboxSelectMultiple, RadioSelect, Select
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from espalier.kit.accounts.scope import scope_of
from espalier.kit.accounts.types import ROLE_WORDS, Role
from espalier.kit.http import may_open
from espalier.kit.ui import navigation
from espalier.kit.ui.difference import diff_html
from espalier.kit.ui.languages import name_in
from espalier.kit.ui.listing import ListPage
from espalier.kit.ui.models import FormDraft
from espalier.kit.ui.states import name_of, tone_of
from espalier.kit.ui.types import Bucket, HeatMap

register = template.Library()
HAN = re.compile(r"[\u3400-\u9fff]")
Context = dict[str, Any]

SWATCHES = [
    (Bucket.SHORT_3, gettext_lazy("three or more below")),
    (Bucket.SHORT_2, gettext_lazy("two below")),
    (Bucket.SHORT_1, gettext_lazy("below")),
    (Bucket.MET, gettext_lazy("as required")),
    (Bucket.OVER_1, gettext_lazy("above")),
    (Bucket.OVER_2, gettext_lazy("two or more above")),
    (Bucket.NONE, gettext_lazy("not rated")),
    (Bucket.HIDDEN, gettext_lazy("hidden")),
]


@register.simple_block_tag
def page_head(
    content: str, title: object, code: object = "", lead: object = "", lead_lang: str = ""
) -> SafeString:
    """The head of a page: its title, and between the tags what can be done on it.

    ``lead_lang`` is the language of the lead where it is not the page's, such as an English name.
    """
    lang = format_html(' lang="{}"', lead_lang) if lead_lang else ""
    return format_html(
        '<header class="page-head"><div>{}<h1>{}</h1>{}</div>{}</header>',
        format_html('<div class="code">{}</div>', code) if code else "",
        title,
        format_html("<p{}>{}</p>", lang, lead) if lead else "",
        format_html('<div class="page-actions">{}</div>', content) if content.strip() else "",
    )


@register.simple_tag(takes_context=True)
def link(
    context: Context, url: str, label: object, css: str = "", keep: bool | None = None
) -> SafeString:
    """A link where the page behind it is the reader's to open; else its words alone, of a button nothing.

    ``keep`` says which of the two, where that is not for the class to say.
    """
    if url and may_open(context["request"].user, url):
        return format_html('<a{} href="{}">{}</a>', _class(css), url, label)
    keep = not css.startswith("btn") if keep is None else keep
    return format_html("{}", label) if keep else SafeString("")


def _class(css: str) -> SafeString:
    return format_html(' class="{}"', css) if css else SafeString("")


@register.filter
def lang_of(value: object) -> SafeString:
    """The attribute that says a text is in English although the page is not: it has letters, and none of Han."""
    text = str(value)
    is_latin = any(map(str.isalpha, text)) and not HAN.search(text)
    return SafeString(' lang="en"') if is_latin else SafeString("")


@register.inclusion_tag("ui/_empty_state.html")
def empty_state(title: object, text: object = "", url: str = "", action: object = "") -> Context:
    """What to do next where there is nothing yet."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("ui/_figure.html", takes_context=True)
def figure(
    context: Context,
    value: object,
    *,
    unit: object = "",
    n: object = None,
    missing: object = None,
    period: object = "",
    source: object = "",
    formula: object = "",
    href: str = "",
    large: bool = False,
) -> Context:
    """A computed number with its provenance; ``href`` leads whoever may go there to where it comes from.

    ``value`` is written as given (None: no figure); ``missing`` is a share 0–1.
    """
    notes = [(_("n"), n), (_("Period"), period), (_("Source"), source), (_("Formula"), formula)]
    shown = [(label, grouped(note)) for label, note in notes if note not in (None, "")]
    if isinstance(missing, int | float):
        shown.append((_("Missing"), f"{missing:.0%}"))
    if href and "request" in context and not may_open(context["request"].user, href):
        href = ""
    value = grouped(value)
    return {"value": value, "unit": unit, "notes": shown, "href": href, "large": large}


@register.filter
def in_language(row: Any, field: str = "name") -> str:
    """A text of a record in the reader's language; nothing where there is no record."""
    return name_in(row, field) if row else ""


@register.filter
def percent(share: float | None) -> str:
    """A share 0–1 in per cent; a dash where nothing can be said."""
    return "–" if share is None else f"{share:.0%}"


@register.filter
def points(score: float | None) -> str:
    """A weighted score with two digits; a dash where nothing was scored."""
    return "–" if score is None else f"{score:.2f}"


@register.filter
def money(amount: int | None) -> str:
    """Whole NT$ with thousands separators."""
    return "–" if amount is None else f"NT${amount:,}"


@register.filter
def hours_of(minutes: int | None) -> str:
    """Minutes as hours with at most one digit."""
    return f"{(minutes or 0) / 60:.1f}".removesuffix(".0")


@register.filter
def grouped(value: object) -> object:
    """A number with thousands separators, 12,345; everything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    return formats.number_format(value, force_grouping=True)


@register.filter
def one_decimal(value: float | None) -> str:
    """A number with one decimal, nothing as a dash; a table of hundreds of cells holds few different ones."""
    return "–" if value is None else _one_decimal(value, get_language() or "")


@lru_cache(maxsize=2_000)
def _one_decimal(value: float, _language: str) -> str:
    return str(floatformat(value, 1))


@register.inclusion_tag("ui/_state_badge.html")
def state_badge(state: object, label: object = "") -> Context:
    """A state in words, with a mark and a colour that repeat it."""
    return {"label": label or name_of(str(state)), "tone": tone_of(str(state))}


@register.inclusion_tag("ui/_facts.html")
def facts(pairs: Iterable[tuple[object, object]]) -> Context:
    """A definition list; an empty value is written as a dash, never left out silently."""
    return {"pairs": [(label, value) for label, value in pairs]}


@register.inclusion_tag("ui/_heat_map.html")
def heat_map(table: HeatMap) -> Context:
    """A table of coloured cells with its legend."""
    used = {cell.bucket for row in table.rows for cell in row.cells}
    legend = [(bucket, words) for bucket, words in table.legend or SWATCHES if bucket in used]
    return {"table": table, "legend": legend}


@register.inclusion_tag("ui/_import_plan.html")
def import_plan(rows: Sequence[Any], columns: Mapping[str, object]) -> Context:
    """What an import will do, row by row: the kit's PlannedRows, and column key -> label."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[str(row.action)] = counts.get(str(row.action), 0) + 1
    drawn = [
        {
            "row": planned.row,
            "key": planned.key,
            "action": str(planned.action),
            "changes": [(columns.get(k, k), old, new) for k, (old, new) in planned.change.items()],
            "reasons": [(columns.get(r.column, r.column), r) for r in planned.reasons],
        }
        for planned in rows
    ]
    return {
        "rows": drawn,
        "counts": [(a, counts.get(a, 0)) for a in ("add", "change", "skip", "refuse")],
    }


@register.simple_tag
def difference(old: object, new: object) -> SafeString:
    """Old and new text as one, with what went and what came marked."""
    return format_html('<span class="difference">{}</span>', diff_html(_text(old), _text(new)))


@register.inclusion_tag("ui/_pagination.html")
def pagination(listing: ListPage) -> Context:
    return {"list": listing}


@register.inclusion_tag("ui/_progress.html")
def progress(
    *,
    title: object,
    share: float,
    state: str,
    state_label: object = "",
    step: object = "",
    poll_url: str = "",
    cancel_url: str = "",
    result_url: str = "",
    problem: object = "",
    csrf_token: object = "",
) -> Context:
    """Long work: what is being done, how far it is; ``poll_url`` is asked again under way."""
    running = state in {"waiting", "running"}
    return {
        "title": title,
        "percent": round(100 * min(max(share, 0.0), 1.0)),
        "state": state,
        "state_label": state_label,
        "step": step,
        "poll_url": poll_url if running else "",
        "cancel_url": cancel_url if running else "",
        "result_url": result_url if state == "done" else "",
        "problem": problem,
        "csrf_token": csrf_token,
    }


@register.inclusion_tag("ui/_chart.html")
def chart(
    spec: Mapping[str, Any],
    *,
    key: str,
    title: object,
    head: Sequence[object],
    rows: Sequence[Sequence[object]],
    alt: object = "",
) -> Context:
    """One Vega-Lite spec drawn on the page, with the table of the same numbers.

    ``key`` is unique on the page; ``alt`` says in one sentence what is to be seen.
    """
    # json_script escapes what could end the element; the two marks are what the script looks for.
    data = str(json_script(spec, f"{key}-spec")).replace(
        "<script ", format_html('<script data-chart data-target="{}-place" ', key), 1
    )
    return {
        "key": key,
        "title": title,
        "alt": alt or title,
        "head": head,
        "rows": rows,
        "data": SafeString(data),
    }


@register.inclusion_tag("ui/_problems.html")
def problems(found: Sequence[Any], title: object = "") -> Context:
    """All problems of a refused act at once, each with its place and its remedy."""
    return {"problems": found, "title": title}


@register.inclusion_tag("ui/_draft.html")
def draft_keeper(form_key: str, subject: object = "", draft: FormDraft | None = None) -> Context:
    """Inside a form with its CSRF token: keeps it as a draft while it is typed."""
    return {"query": urlencode({"form": form_key, "subject": str(subject)}), "draft": draft}


@register.inclusion_tag("ui/_draft_notice.html")
def draft_notice(draft: FormDraft | None, *, next_url: str, csrf_token: object) -> Context:
    """Above a form that was filled from a draft: says so, and lets the person drop it."""
    query = ""
    if draft is not None:
        query = urlencode({"form": draft.form_key, "subject": draft.subject})
    return {"draft": draft, "query": query, "next_url": next_url, "csrf_token": csrf_token}


@register.inclusion_tag("ui/_form_fields.html")
def form_fields(form: Form) -> Context:
    """All fields of a form with label, help and errors tied to them."""
    return {
        "hidden": form.hidden_fields(),
        "errors": form.non_field_errors(),
        "fields": [_drawn(bound) for bound in form.visible_fields()],
    }


@register.inclusion_tag("ui/_form_field.html")
def form_field(bound: BoundField) -> Context:
    """One field of a form, where a page places its fields itself."""
    return {"field": _drawn(bound)}


@register.filter
def compared_with(theirs: Mapping[str, object], yours: Mapping[str, object]) -> list[Any]:
    """Field labels with both texts, for the page about two people editing one record."""
    return [
        (label, {"theirs": _text(theirs.get(label)), "yours": _text(value)})
        for label, value in yours.items()
    ]


@register.inclusion_tag("ui/_follow_ups.html", takes_context=True)
def follow_ups(context: Context, subject: str, key: object) -> Context:
    """Buttons for what later stages offer to do next with this record, as far as the reader may."""
    user = context["user"]
    offered = [
        (each.title, reverse(each.url_name, args=[key]))
        for each in navigation.follow_ups(subject)
        if scope_of(user, each.permission)
    ]
    return {"offered": offered}


@register.simple_tag
def role_name(role: str) -> str:
    """A role in words."""
    return str(ROLE_WORDS[Role(role)]) if role in set(Role) else role


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _drawn(bound: BoundField) -> Context:
    """The field's parts; several boxes become a fieldset, one box stands before its label."""
    widget = bound.field.widget
    group = isinstance(widget, CheckboxSelectMultiple | RadioSelect)
    box = isinstance(widget, CheckboxInput)
    css = "form-select" if isinstance(widget, Select) and not group else "form-control"
    attrs: dict[str, Any] = {"class": "form-check-input" if box else css}
    if bound.name.endswith("_en"):  # the English twin of a text: screen readers and spelling follow
        attrs["lang"] = "en"
    described = [f"{bound.id_for_label}_help"] if bound.help_text else []
    if bound.errors:
        attrs["aria-invalid"] = "true"
        described.append(f"{bound.id_for_label}_error")
    if described and not group:
        attrs["aria-describedby"] = " ".join(described)
    return {
        "bound": bound,
        # The boxes of a group are drawn one by one; their common element takes no attributes.
        "widget": "" if group else bound.as_widget(attrs=attrs),
        "group": group,
        "box": box,
        "file": isinstance(widget, FileInput),
        "help_id": f"{bound.id_for_label}_help",
        "required": bound.field.required,
    }
