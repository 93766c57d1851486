"""The last slides: how good the plan is, and what the meeting is asked to decide."""

from django.utils.translation import gettext as _

from espalier.cycle.plan.briefing.slides.fitting import titled
from espalier.cycle.plan.briefing.story import Story, nt, number, percent
from espalier.engines.documents.cells import Content
from espalier.engines.documents.deck.types import Slide, points
from espalier.engines.documents.tree import table

MOST_ASKS = 6


def proof_slide(story: Story) -> Slide:
    """How far any other plan with the same money could be ahead, and how anybody can compute it again."""
    proof = story.figures["proof"]
    notes = _(
        "The bound is recomputed from published prices of money, seats, instructors and rooms; "
        "it holds whatever solver found them."
    )
    if proof is None:
        text = _("The lines were written by hand; no run of the planner stands behind them.")
        source = story.source(_("lines of the plan"), len(story.lines))
        return Slide(_("How good the plan is"), (points(text),), source=source, notes=notes)
    share = proof["gap_share"]
    title = _("How good the plan is")
    # Lines changed by hand since are another plan than the one that was proved.
    if share is not None and proof["is_verified"] and proof["is_current"]:
        title = _("No other plan is ahead by more than %(share)s") % {"share": percent(share, 2)}
    rows: list[list[Content]] = [
        [_("Weighted gap closed by the run"), number(proof["objective"])],
        [_("Most that any plan could close"), number(proof["bound"])],
        [_("Proven distance"), "–" if share is None else percent(share, 2)],
        [_("Checked independently"), _("Yes") if proof["is_verified"] else _("No")],
        [
            _("Lines as the planner answered"),
            _("Yes") if proof["is_current"] else _("No, changed by hand since"),
        ],
        [_("Data (SHA-256)"), f"{proof['sha256'][:16]}…" if proof["sha256"] else "–"],
        [
            _("Seed and versions"),
            story.joined(
                [proof["seed"], *(f"{name} {v}" for name, v in proof["versions"].items())]
            ),
        ],
        [_("Finished"), story.day(proof["finished_at"])],
    ]
    return Slide(
        titled(title),
        (table([_("What is proved"), _("Value")], rows, row_headers=1),),
        source=story.source(_("certificate of the planner's run"), story.figures["n_people"]),
        notes=notes,
    )


def asks_slide(story: Story) -> Slide:
    """What the presenters ask for; then what the plan itself needs somebody to decide."""
    told = [*story.asks, *asks_of(story)][:MOST_ASKS]
    return Slide(
        titled(_("What has to be decided: %(n)s points") % {"n": len(told)}),
        (points(*told),),
        source=story.source(_("lines of the plan"), len(story.lines)),
        notes=_(
            "Write down every decision with its owner and day while the meeting lasts; they stand on "
            "the page of the presentation."
        ),
    )


def asks_of(story: Story) -> list[str]:
    """Decisions that follow from the plan: approve it, and settle what it leaves open."""
    cost, grants, proof = story.sums["cost"], story.sums["grants"], story.figures["proof"]
    told = {"year": story.year, "cost": nt(cost), "n": story.sums["n_lines"]}
    found = [_("Approve the plan of %(year)s: %(n)s courses for %(cost)s.") % told]
    if cost > story.budget:
        found.append(
            _("Grant %(amount)s above the budget, or name the courses to be dropped.")
            % {"amount": nt(cost - story.budget)}
        )
    if proof and proof["legal_missing"]:
        found.append(
            _("%(n)s duties by law are not planned: provide sessions or money for them.")
            % {"n": f"{proof['legal_missing']:,}"}
        )
    away = story.content["scenario"]["away_percent"]
    found.append(
        _("Release people for their courses; at most %(share)s of a unit is away at once.")
        % {"share": f"{away}%"}
    )
    if grants:
        found.append(_("Apply for grants of %(amount)s in time.") % {"amount": nt(grants)})
    if story.undated:
        found.append(
            _("Settle the dates of %(n)s courses that have none yet.") % {"n": len(story.undated)}
        )
    if story.unassessed:
        found.append(
            _("Name who writes the assessment of %(n)s courses.") % {"n": len(story.unassessed)}
        )
    return found
