"""Words for kinds of steps, states and decisions, and how a step is called."""

from datetime import date

from django.utils import formats
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import ROLE_WORDS, Role
from espalier.kit.approval import registry
from espalier.kit.approval.models import Procedure, Run, RunStep, Step
from espalier.kit.approval.rules import Bar, RunState, StepState
from espalier.kit.approval.types import Decision, StepKind
from espalier.kit.errors import Text

KINDS: dict[str, Text] = {
    StepKind.PREPARED: pgettext_lazy("signature", "Prepared"),
    StepKind.COSIGNED: pgettext_lazy("signature", "Co-signed"),
    StepKind.REVIEWED: pgettext_lazy("signature", "Reviewed"),
    StepKind.APPROVED: pgettext_lazy("signature", "Approved"),
}
RUN_STATES: dict[str, Text] = {
    RunState.RUNNING: gettext_lazy("in review"),
    RunState.APPROVED: gettext_lazy("approved"),
    RunState.SENT_BACK: gettext_lazy("sent back"),
    RunState.WITHDRAWN: gettext_lazy("withdrawn"),
}
STEP_STATES: dict[str, Text] = {
    StepState.WAITING: gettext_lazy("not yet its turn"),
    StepState.OPEN: gettext_lazy("waits for a decision"),
    StepState.AGREED: gettext_lazy("agreed"),
    StepState.RETURNED: gettext_lazy("sent back"),
    StepState.NOT_NEEDED: gettext_lazy("not needed for this amount"),
    StepState.CLOSED: gettext_lazy("no longer needed"),
}
DECISIONS: dict[str, Text] = {
    Decision.AGREE: gettext_lazy("agreed"),
    Decision.SEND_BACK: gettext_lazy("sent back"),
}
# Tones of the state badge, in the words the kit already has.
TONES = {
    RunState.RUNNING: "in_review",
    RunState.APPROVED: "approved",
    RunState.SENT_BACK: "warning",
    StepState.WAITING: "none",
    StepState.OPEN: "open",
    StepState.AGREED: "done",
    StepState.RETURNED: "warning",
}
BARS: dict[Bar, Text] = {
    Bar.PREPARED_IT: gettext_lazy("Who prepared it or sent it in does not approve it."),
    Bar.DECIDED_THIS: gettext_lazy("This person already decided this step."),
    Bar.DECIDED_OTHER: gettext_lazy("This person already decided another step of this review."),
}


def is_english() -> bool:
    return (get_language() or "").startswith("en")


def procedure_title(procedure: Procedure) -> str:
    """In the reader's language; the Chinese title where there is no English one."""
    return (procedure.title_en if is_english() else "") or procedure.title


def step_title(step: Step | RunStep) -> str:
    """The step's name in the reader's language."""
    return (step.title_en if is_english() else "") or step.title


def place_of(step: Step | RunStep) -> str:
    """Who a step is for: a name, or a role with its place."""
    if step.person is not None:
        return step.person.display_name or step.person.username
    role = str(ROLE_WORDS[Role(step.role)]) if step.role else ""
    return f"{role}（{step.scope.label}）" if step.scope is not None else role


def step_place(step: Step | RunStep) -> str:
    """Where a problem is: number, kind and name of the step, and who it is for."""
    return f"{step.order}. {KINDS[step.kind]} {step_title(step)}（{place_of(step)}）"


def mode_words(step: Step | RunStep) -> str:
    """How many must agree, where it is more than one person's word."""
    if step.is_vote:
        if step.quorum:
            return _("Vote: %(n)s in favour carry it") % {"n": step.quorum}
        return _("Vote: more than half in favour carry it")
    return _("%(n)s must agree") % {"n": step.quorum} if step.quorum else ""


def amount_words(step: Step | RunStep) -> str:
    """For which amounts a step is needed; empty for all."""
    low, high = step.min_amount, step.max_amount
    if low is not None and high is not None:
        return _("NT$%(low)s to NT$%(high)s") % {"low": f"{low:,}", "high": f"{high:,}"}
    if low is not None:
        return _("NT$%(low)s and more") % {"low": f"{low:,}"}
    return _("up to NT$%(high)s") % {"high": f"{high:,}"} if high is not None else ""


def day_words(day: date) -> str:
    return str(formats.date_format(day, "SHORT_DATE_FORMAT"))


def run_tone(run: Run) -> str:
    return TONES.get(RunState(run.state), run.state)


def step_tone(step: RunStep) -> str:
    return TONES.get(StepState(step.state), step.state)


def applies_to_words(procedure: Procedure) -> str:
    """What a procedure was made for."""
    labels = {code: str(label) for code, label in registry.applicable()}
    named = [registry.applicable_words(c, labels.get(c, "")) for c in procedure.applies_to]
    return "、".join(named) or _("Everything")
