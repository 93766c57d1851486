"""The cases: what is asked, on which volume, what was wanted, and what a peer needs for the same."""

from collections.abc import Mapping, Sequence

from benchmarks.types import FULL, Case, Peer, Reading, Run, Size, Verdict, Volume

Found = Mapping[str, Mapping[str, Reading]]
MOODLE = "Moodle 4.5"
CASES = "benchmarks.cases"


def cases(size: Size) -> list[Case]:
    """Every case at a size, the cheap ones first."""
    team = Volume("company", size.people, size.competencies)
    small = Volume("company", size.fewer_people, size.competencies)
    return [
        _engines(size),
        _obligations(size),
        _standard_import(size),
        _learner_page(size, team),
        _heat_map(size, team),
        _documents(size, small),
        _planning(size),
        _pages(team, small),
        _roster(size),
    ]


def at_most(
    found: Found, run: str, reading: str, figure: str, limit: float, unit: str = ""
) -> Verdict:
    """One figure against its upper bound. What was not measured is not met."""
    each = found.get(run, {}).get(reading)
    wanted = f"{run} · {reading}: {figure} ≤ {limit:g}{unit}"
    if each is None:
        return Verdict(wanted, "not measured", False)
    value = float(getattr(each, figure))
    return Verdict(
        wanted, f"{value:.1f}{unit}" if value % 1 else f"{value:g}{unit}", value <= limit
    )


def _same_queries(found: Found, run: str, one: str, other: str) -> Verdict:
    a, b = (found[run][name].n_queries for name in (one, other))
    return Verdict(f"{run}: as many queries for {other} as for {one}", f"{a} and {b}", a == b)


def _standard_import(size: Size) -> Case:
    arguments = {"items": size.standard_items, "fewer": size.fewer_items, "repeats": 5}
    formats = ("xlsx", "txt", "json")

    def judge(found: Found) -> Sequence[Verdict]:
        return [
            verdict
            for each in formats
            for verdict in (
                at_most(found, each, "all items", "cpu_ms", 200, " ms"),
                _same_queries(found, each, "fewer items", "all items"),
            )
        ]

    return Case(
        "standard_import",
        f"Importing a standard of {size.standard_items} competencies: parse, apply, adopt",
        [
            Run(
                each,
                f"{CASES}.standards:import_standards",
                Volume("empty"),
                {"suffix": each, **arguments},
                writes=True,
            )
            for each in formats
        ],
        judge,
        [
            Peer(MOODLE, "importing 500 competencies", "1.04 CPU-s"),
            Peer(MOODLE, "importing 500 competencies", "4,463 reads"),
        ],
        [
            "The file is made before the clock starts; storing it and the audit entries are included.",
            "All formats are read from bytes; the tabbed text is the form as a text file (.txt/.tsv).",
        ],
    )


def _learner_page(size: Size, volume: Volume) -> Case:
    def judge(found: Found) -> Sequence[Verdict]:
        warm = ("route", "own route, warm")
        return [
            at_most(found, *warm, "cpu_ms", 15, " ms"),
            at_most(found, *warm, "n_queries", 12),
        ]

    return Case(
        "learner_page",
        f"A learner's map page, {size.people:,} people × {size.competencies} competencies",
        [Run("route", f"{CASES}.pages:learner_page", volume, {"repeats": size.repeats})],
        judge,
        [
            Peer(MOODLE, "a learner's plan page", "71 CPU-ms"),
            Peer(MOODLE, "a learner's plan page", "73 SELECTs"),
        ],
        ["Django's test client runs in the measured process; its own cost is included."],
    )


def _heat_map(size: Size, volume: Volume) -> Case:
    names = [f"{view}, {who}" for who in ("manager", "supervisor") for view in _VIEWS]

    def judge(found: Found) -> Sequence[Verdict]:
        return [
            verdict
            for name in names
            for verdict in (
                at_most(found, "team", f"{name}, warm", "cpu_ms", 300, " ms"),
                at_most(found, "team", f"{name}, warm", "n_queries", 15),
            )
        ]

    repeats = {"repeats": max(2, size.repeats // 3)}
    return Case(
        "heat_map",
        f"Heat map of gaps of a team of a thousand × {size.competencies} competencies",
        [
            Run("team", f"{CASES}.pages:heat_maps", volume, repeats),
            Run("everybody", f"{CASES}.pages:heat_maps_of_everybody", volume, repeats),
        ],
        judge,
        [
            Peer(MOODLE, "manager pages", "83–210 CPU-ms, 67–241 SELECTs"),
            Peer(MOODLE, "competency report of 1,000 users", "25.7 CPU-s"),
        ],
        [
            "Every figure is over the whole team and every competency; the page draws 30 columns and 40 people.",
            "The run “everybody” has no target: the same page over the whole company.",
        ],
    )


_VIEWS = ("unit", "position", "person")


def _pages(volume: Volume, small: Volume) -> Case:
    few, many = f"{small.people} people", f"{volume.people} people"

    def judge(found: Found) -> Sequence[Verdict]:
        a, b = found.get(few, {}), found.get(many, {})
        both = [name for name in a if name in b]
        grown = [
            f"{name} {a[name].n_queries}→{b[name].n_queries}"
            for name in both
            if a[name].n_queries != b[name].n_queries
        ]
        alone = sorted(set(a) ^ set(b))
        broken = sorted({name for name in (*a, *b) if " answers " in name})
        return [
            Verdict(
                f"{len(both)} pages: as many queries at {many} as at {few}",
                ", ".join(grown) or "equal on every page",
                bool(both) and not grown and not alone,
            ),
            Verdict(
                "every page named by a menu opens",
                ", ".join(broken) or "all open",
                bool(both) and not broken,
            ),
        ]

    return Case(
        "pages",
        f"Every page of the menu and one record of each kind, {few} and {many}",
        [
            Run(label, f"{CASES}.pages:every_page", each, {"repeats": 1})
            for label, each in {few: small, many: volume}.items()
        ],
        judge,
        [Peer(MOODLE, "manager pages", "83–210 CPU-ms, 67–241 SELECTs")],
        [
            "Second visit of a fresh process, once each; for the CPU time of a page see its own case."
        ],
    )


def _planning(size: Size) -> Case:
    """Pages of the stages from goals to strategy; at the quick size without the acts, which take minutes."""
    is_full = size is FULL
    volume = Volume("story", size.people) if is_full else Volume("example")
    label = f"{size.people} people"

    def judge(found: Found) -> Sequence[Verdict]:
        pages = sorted(found.get(label, {}).values(), key=lambda page: -page.cpu_ms)
        over = [f"{page.name} {page.cpu_ms:.0f}" for page in pages if page.cpu_ms > 20]
        told = f"{len(pages) - len(over)} are; {len(over)} are not: {', '.join(over)}"
        wanted = f"{len(pages)} pages ≤ 20 CPU-ms"
        return [Verdict(wanted, told if over else "all are", bool(pages) and not over)]

    roles = ("manager", "learner") if is_full else ("manager",)
    repeats = 5 if is_full else 1
    return Case(
        "planning",
        f"Every page from goals to a reviewed strategy, and of norms and obligations, {label}",
        [Run(label, f"{CASES}.planning:every_page", volume, {"roles": roles, "repeats": repeats})],
        judge,
        notes=[
            "The median of five visits after the first. What a page keeps in memory until an act on its records "
            "was kept by the first visit; the first visit itself is in no figure.",
            "5,000 accounts; the written records of the example company, its consultations and its reviews.",
        ],
    )


def _roster(size: Size) -> Case:
    name = f"roster of {size.roster:,}"

    def judge(found: Found) -> Sequence[Verdict]:
        return [
            at_most(found, "import", name, "cpu_ms", 60_000, " ms"),
            at_most(found, "import", name, "peak_rss_mb", 500, " MB"),
        ]

    return Case(
        "roster",
        f"A roster of {size.roster:,} employees as one XLSX: read, plan, apply",
        [
            Run(
                "import",
                f"{CASES}.roster:import_roster",
                Volume("frame", size.roster),
                {"people": size.roster},
                writes=True,
            )
        ],
        judge,
        notes=[
            "The target of 60 s is held against CPU seconds: the machine is shared, wall time is shown beside.",
        ],
    )


def _documents(size: Size, wide: Volume) -> Case:
    shown = "DOCX, HTML, PDF, XLSX in zh-Hant, warm"

    def judge(found: Found) -> Sequence[Verdict]:
        return [at_most(found, "example company", shown, "cpu_ms", 5000, " ms")]

    real = {"repeats": max(1, size.repeats // 5), "both_languages": size is FULL}
    broad = {"repeats": 1, "both_languages": False}
    function = f"{CASES}.documents:learning_map"
    example = Volume("example") if size is FULL else wide
    wide_run = Run(f"{size.competencies} required of each", function, wide, broad)
    return Case(
        "documents",
        "O1.2.1 of 30 positions, from records to files",
        [
            Run("example company", function, example, real),
            *([wide_run] if size is FULL else []),
        ],
        judge,
        notes=[
            "“Both languages” are the eight files that publishing writes.",
            f"The second run has {size.competencies} requirements per position, six times a real number.",
        ],
    )


def _engines(size: Size) -> Case:
    repeats = {"repeats": max(2, size.repeats // 3)}
    standards, engines = f"{CASES}.standards", f"{CASES}.engines"
    people = {"people": size.people, "competencies": size.competencies}
    items = {"items": size.standard_items}
    runs = [
        Run("gaps", f"{engines}:gap_figures", None, {**people, **repeats}),
        Run("ratings", f"{engines}:many_ratings", None, {"ratings": size.ratings, "repeats": 2}),
        Run("difference", f"{standards}:compare", None, {**items, **repeats}),
    ]
    runs += [
        Run(f"parse {each}", f"{standards}:parse_only", None, {"suffix": each, **items, **repeats})
        for each in ("xlsx", "txt", "json")
    ]
    return Case(
        "engines",
        f"Computing rooms alone: gaps {size.people:,} × {size.competencies}, {size.ratings:,} ratings, "
        f"difference {size.standard_items} × {size.standard_items}",
        runs,
        lambda found: [],
        notes=["No target was set for these; they are kept so that a loss would be seen."],
    )


def _obligations(size: Size) -> Case:
    run = "everybody"

    def judge(found: Found) -> Sequence[Verdict]:
        return [
            at_most(found, run, "one day, warm", "cpu_ms", 5000, " ms"),
            at_most(found, run, "twelve months, warm", "cpu_ms", 5000, " ms"),
        ]

    arguments = {"people": size.roster, "norms": 40, "repeats": max(2, size.repeats // 5)}
    return Case(
        "obligations",
        f"Obligations of {size.roster:,} people × 40 norms: one day, and a forecast of twelve month ends",
        [Run(run, f"{CASES}.obligations:forecast_of_everybody", None, arguments)],
        judge,
        notes=[
            "Twenty completions and two positions to a person; 3 % with leaves, 2 % with a planned move, 5 % leaving.",
        ],
    )
