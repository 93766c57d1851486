"""Section of O1.2.1: the learning path of every role."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from espalier.cycle.learning_map.labels import MIXES, MODES, label, level_text
from espalier.cycle.learning_map.map.sections.book import Book, Entry
from espalier.engines.documents import lanes
from espalier.engines.documents.cells import Align, Column, Number, Span
from espalier.engines.documents.tree import (
    Block,
    Callout,
    Figure,
    Heading,
    Provenance,
    Table,
    Tone,
    paragraph,
    table,
)

MOST_IN_A_LANE = 10  # more boxes than this cannot be read across an A4 page
MOST_LANES = 10  # more lanes than this cannot be read on one A4 page
FIGURE_WIDTH = 680


def path_section(book: Book) -> Iterator[Block]:
    """Function by function: the growing path over the grades, then each position's own."""
    yield Heading(_("Learning path of each role"), anchor="paths")
    yield paragraph(
        _(
            "Modules stand in learning order. Those marked elective were set by hand as not mandatory. "
            "Hours count mandatory modules only."
        )
    )
    for function in book.content["functions"]:
        positions = book.positions_of(function["code"])
        yield Heading(book.name(function), level=2)
        figure = _lanes(book, function, positions)
        if figure is not None:
            yield figure
        for position in positions:
            yield from _position(book, position)


def _position(book: Book, position: Entry) -> Iterator[Block]:
    code = position["code"]
    title = f"{book.name(position)}（{book.grade(position)}）"
    steps = book.content["paths"].get(code, [])
    yield Heading(title, level=3)
    if not steps:
        yield paragraph(_("No module stands on this path yet."))
    else:
        yield _path_table(book, position, steps, title)
    unreached = book.content["unreached"].get(code, [])
    if unreached:
        told = _("%(n)s of %(all)s required levels are reached by no module; see ") % {
            "n": len(unreached),
            "all": position["n_required"],
        }
        link = Span(_("Coverage analysis"), link="#coverage")
        yield Callout(paragraph(told, link).spans, tone=Tone.WARN)


def _path_table(book: Book, position: Entry, steps: Sequence[Entry], title: str) -> Table:
    rows = []
    for order, step in enumerate(steps, start=1):
        module = book.modules[step["module"]]
        name = book.module_label(step["module"])
        rows.append(
            [
                Number(order),
                name if step["mandatory"] else _("%(module)s (elective)") % {"module": name},
                "、".join(module["requires"]) or "–",
                f"{label(MODES, module['mode'])}\n{label(MIXES, module['mix'])}",
                Number(module["minutes"] / 60, decimals=1),
                module["assessment"] or "–",
                _certificate(module),
            ]
        )
    return table(
        [
            _("No."), _("Module"), _("Prerequisite modules"), _("Mode, 70-20-10"), _("Hours"),
            _("Assessment"), _("Certificate, validity"),
        ],
        rows,
        columns=(
            Column(0.6, Align.CENTER), Column(3.2), Column(1.6), Column(1.5),
            Column(0.8, Align.END), Column(1.7), Column(1.8),
        ),
        caption=_("Learning path: %(position)s") % {"position": title},
        sheet_name=" ".join([_("Path"), position["code"]])[:31],
        source_note=Provenance(
            n=len(rows),
            period=book.content["on"],
            note=_("%(hours)s mandatory hours") % {"hours": level_text(position["minutes"] / 60)},
        ),
    )  # fmt: skip


def _certificate(module: Entry) -> str:
    months = module["validity_months"]
    lasts = _("%(n)s months") % {"n": months} if months else _("does not lapse")
    return f"{module['certificate']}\n{lasts}" if module["certificate"] else lasts


def _lanes(book: Book, function: Entry, positions: Sequence[Entry]) -> Figure | None:
    """What each position adds to the one below it, in lanes; None where it is too much to read."""
    steps = list(_steps(book, positions))
    order = list(dict.fromkeys(step.lane for step in steps))[::-1]
    if not steps or len(order) > MOST_LANES:
        return None
    caption = _("Growing path: %(function)s") % {"function": book.name(function)}
    data = table(
        [_("Position"), _("No."), _("Module"), _("70-20-10")],
        [[s.lane, Number(s.order), s.label, s.kind] for s in steps],
        columns=(Column(2), Column(0.6, Align.CENTER), Column(4), Column(1.4)),
        row_headers=1,
        sheet_name=" ".join([_("Growing"), book.name(function)])[:31],
    )
    return Figure(
        lanes.path_lanes(
            steps,
            lanes=order,
            lane_title=_("Position"),
            order_title=_("Order within the position"),
            kind_title=_("70-20-10"),
            width=FIGURE_WIDTH,
        ),
        caption=caption,
        alt=_(
            "From the lowest grade at the bottom to the highest at the top; each lane shows the modules it adds."
        ),
        data=data,
    )


def _steps(book: Book, positions: Sequence[Entry]) -> Iterator[lanes.Step]:
    """The modules each position adds; a position that adds many takes several lanes."""
    known: set[str] = set()
    names = [book.name(each) for each in positions]
    for position in positions:
        lane = book.name(position)
        if names.count(lane) > 1:
            lane = f"{lane} {position['code']}"
        path = [step["module"] for step in book.content["paths"].get(position["code"], [])]
        added = [code for code in path if code not in known]
        known |= set(added)
        for place, code in enumerate(added):
            part, order = divmod(place, MOST_IN_A_LANE)
            yield lanes.Step(
                lane=lane if part == 0 else f"{lane} ({part + 1})",
                order=order + 1,
                label=_box(book, code),
                kind=label(MIXES, book.modules[code]["mix"]),
                after=tuple(_box(book, asked) for asked in book.modules[code]["requires"]),
            )


def _box(book: Book, code: str) -> str:
    """Names may repeat, codes cannot: a repeated name gets its code."""
    name = book.name(book.modules[code])
    same = sum(1 for each in book.modules.values() if book.name(each) == name)
    return name if same == 1 else f"{name} {code}"
