"""Sections of O1.2.1: the mandatory layer, and the register of norms with its review dates."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from espalier.cycle.learning_map.labels import hours_text, label
from espalier.cycle.learning_map.map.sections.book import Book, Entry
from espalier.cycle.learning_map.norm_sentences import bound_groups, term_in_words
from espalier.cycle.learning_map.norm_words import KINDS, STATUSES
from espalier.cycle.learning_map.norms.types import Rule
from espalier.engines.documents.cells import Align, Column, Number, Span
from espalier.engines.documents.tree import (
    Block,
    Callout,
    Heading,
    Provenance,
    Table,
    Tone,
    bullets,
    key_values,
    paragraph,
    table,
)


def mandatory_section(book: Book) -> Iterator[Block]:
    """What norms ask everybody, each position, and holders of duties to learn. Editions before had no norms."""
    if "norms" not in book.content:
        return
    yield Heading(_("Mandatory layer"), anchor="mandatory")
    duties = [each for each in _in_use(book) if _rule(each).is_duty]
    if not duties:
        yield paragraph(_("No norm in use asks for learning by a term."))
        return
    yield paragraph(
        _(
            "Norms in use that ask for learning, with their hours, their term and the modules whose hours "
            "serve them. They come on top of the learning paths; hours may serve both where a module "
            "stands on the path."
        )
    )
    everybody = [each for each in duties if _rule(each).target.everyone]
    yield Heading(_("Norms that bind everybody"), level=2)
    yield from _everybody(book, everybody)
    yield Heading(_("Norms that bind positions"), level=2)
    yield from _positions(book, duties)
    yield Heading(_("Norms that bind categories, duties and licences"), level=2)
    yield from _groups(book, duties)
    without = [each for each in duties if not each["modules"]]
    if without:
        told = _("No module serves these norms yet: %(norms)s")
        names = "、".join(_named(book, each) for each in without)
        yield Callout(paragraph(told % {"norms": names}).spans, tone=Tone.WARN)


def _in_use(book: Book) -> list[Entry]:
    return [each for each in book.content["norms"] if each["is_applied"]]


def _rule(norm: Entry) -> Rule:
    return Rule.from_json(norm["rule"])


def _named(book: Book, norm: Entry) -> str:
    return f"{norm['code']} {book.name(norm)}"


def _asked(norm: Entry) -> list[str]:
    """Hours and term of a norm as two cells."""
    rule = _rule(norm)
    hours = _("not fixed") if rule.minutes is None else hours_text(rule.minutes)
    return [hours, term_in_words(rule)]


def _served(book: Book, norm: Entry) -> str:
    """The modules that serve a norm, with the hours that count where not all do."""
    parts = []
    for code, minutes in norm["modules"]:
        counted = _("%(hours)s hours count") % {"hours": hours_text(minutes)} if minutes else ""
        parts.append(
            f"{book.module_label(code)}（{counted}）" if counted else book.module_label(code)
        )
    return "\n".join(parts) or "–"


def _everybody(book: Book, norms: Sequence[Entry]) -> Iterator[Block]:
    if not norms:
        yield paragraph(_("No norm binds everybody."))
        return
    yield table(
        [_("Norm"), _("Hours"), _("When it is due"), _("Only where"), _("Modules")],
        [
            [_named(book, each), *_asked(each), _limits(_rule(each)), _served(book, each)]
            for each in norms
        ],
        columns=(Column(3), Column(0.9, Align.END), Column(2), Column(1.3), Column(2.8)),
        caption=_("Norms that bind everybody"),
        sheet_name=_("Everybody"),
        row_headers=1,
        source_note=_source(book, len(norms)),
    )


def _limits(rule: Rule) -> str:
    target, parts = rule.target, []
    if target.min_headcount is not None:
        parts.append(_("%(n)s people or more") % {"n": target.min_headcount})
    if target.max_headcount is not None:
        parts.append(_("%(n)s people or fewer") % {"n": target.max_headcount})
    if target.hired_from is not None:
        parts.append(_("hired from %(day)s") % {"day": target.hired_from.isoformat()})
    return "；".join(parts) or "–"


def _positions(book: Book, duties: Sequence[Entry]) -> Iterator[Block]:
    """Position by position, beyond what binds everybody."""
    rows = []
    for position in book.content["positions"]:
        for norm in duties:
            rule = _rule(norm)
            bound = position["code"] in norm["positions"] or position["tier"] in rule.target.tiers
            if bound and not rule.target.everyone:
                place = f"{position['code']} {book.name(position)}"
                rows.append([place, _named(book, norm), *_asked(norm), _served(book, norm)])
    if not rows:
        yield paragraph(_("No norm binds a position beyond what binds everybody."))
        return
    yield table(
        [_("Position"), _("Norm"), _("Hours"), _("When it is due"), _("Modules")],
        rows,
        columns=(Column(2), Column(2.8), Column(0.9, Align.END), Column(1.9), Column(2.6)),
        caption=_("Norms that bind positions"),
        sheet_name=_("Mandatory by position"),
        row_headers=2,
        source_note=_source(book, len(rows)),
    )


def _groups(book: Book, duties: Sequence[Entry]) -> Iterator[Block]:
    """Norms that bind people by what they do or hold, whatever their position."""
    rows = []
    for norm in duties:
        rule = _rule(norm)
        groups = [] if rule.target.everyone else bound_groups(rule.target)
        if groups:
            rows.append(["\n".join(groups), _named(book, norm), *_asked(norm), _served(book, norm)])
    if not rows:
        yield paragraph(_("No norm binds people by category, duty or licence."))
        return
    yield table(
        [_("Whom"), _("Norm"), _("Hours"), _("When it is due"), _("Modules")],
        rows,
        columns=(Column(2.2), Column(2.8), Column(0.9, Align.END), Column(1.9), Column(2.6)),
        caption=_("Norms that bind categories, duties and licences"),
        sheet_name=_("Mandatory by duty"),
        row_headers=1,
        source_note=_source(book, len(rows)),
    )


def _source(book: Book, n: int) -> Provenance:
    return Provenance(source=_("Register of norms"), n=n, period=book.content["on"])


def register_section(book: Book) -> Iterator[Block]:
    """Every norm the organisation keeps in view: source, status, when it was and will be looked up."""
    if "norms" not in book.content:
        return
    yield Heading(_("Register of norms"), anchor="norms")
    norms = book.content["norms"]
    if not norms:
        yield paragraph(_("The register of norms is empty."))
        return
    used, on = _in_use(book), book.content["on"]
    late = [each for each in used if each["review_on"] and each["review_on"] < on]
    yield paragraph(
        _(
            "The register is kept in our own words and is no legal advice: the text in force at the source "
            "decides. Each norm is looked up again by its review date."
        )
    )
    yield key_values(
        [
            (_("Norms in the register"), Number(len(norms))),
            (_("of them in use"), Number(len(used))),
            *(
                (label(STATUSES, status), Number(sum(1 for n in used if n["status"] == status)))
                for status in STATUSES
            ),
            (_("in use and past the review date"), Number(len(late))),
        ]
    )
    if used:
        yield _register_table(book, used)
    yield from _not_applied(book, [each for each in norms if not each["is_applied"]])


def _register_table(book: Book, norms: Sequence[Entry]) -> Table:
    """One table, the legal norms first; a landscape page for each nature would be mostly empty."""
    on, kinds = book.content["on"], list(KINDS)
    ordered = sorted(norms, key=lambda each: (kinds.index(each["kind"]), each["code"]))
    return table(
        [
            _("Norm and source"), _("Nature"), _("What it asks for"), _("Status"),
            _("Looked up on"), _("Review by"),
        ],
        [
            [
                "\n".join(part for part in (_named(book, each), each["source"]) if part),
                label(KINDS, each["kind"]),
                _summary(book, each),
                _status(each),
                each["checked_on"] or "–",
                _review(each["review_on"], on),
            ]
            for each in ordered
        ],
        columns=(
            Column(2.7), Column(1.35), Column(3.2), Column(1.5), Column(1.3), Column(1.3),
        ),
        caption=_("Norms in use"),
        sheet_name=_("Register of norms"),
        row_headers=1,
        source_note=_source(book, len(norms)),
    )  # fmt: skip


def _status(norm: Entry) -> str:
    """How sure it is, and of which version of the source."""
    dated = _("source of %(day)s") % {"day": norm["source_dated"]} if norm["source_dated"] else ""
    return "\n".join(part for part in (label(STATUSES, norm["status"]), dated) if part)


def _summary(book: Book, norm: Entry) -> str:
    english = norm["summary_en"] if book.language.value == "en" else ""
    hours, term = _asked(norm)
    told = _("Hours: %(hours)s; %(term)s") % {"hours": hours, "term": term}
    asked = told if _rule(norm).is_duty else ""
    return "\n".join(part for part in (english or norm["summary"], asked) if part) or "–"


def _review(day: str, on: str) -> str | tuple[Span, ...]:
    if not day:
        return "–"
    return (Span(f"{day} {_('overdue')}", bold=True),) if day < on else day


def _not_applied(book: Book, norms: Sequence[Entry]) -> Iterator[Block]:
    if not norms:
        return
    yield Heading(_("Known norms that do not apply to us"), level=2)
    yield bullets(*(_named(book, each) for each in norms))
