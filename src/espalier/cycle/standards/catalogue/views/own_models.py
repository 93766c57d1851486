"""Own models: begin, edit a draft part by part, publish, begin the next version."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.standards.catalogue import queries, services
from espalier.cycle.standards.catalogue.forms import OwnModelForm
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.http import SignedInRequest, writes

CHANGE = "standards.change_standard"
NEW, EDIT = "standards/catalogue/own_new.html", "standards/catalogue/own_edit.html"


@writes(CHANGE, form=True)
def new(request: SignedInRequest) -> HttpResponse:
    """Begin an own model, empty or as a copy."""
    initial = {"from_id": request.GET.get("from", "")}
    sent = request.POST if request.method == "POST" else None
    form = OwnModelForm(sent, initial=initial, sources=queries.standard_choices())
    problems: list[Problem] = []
    if request.method == "POST" and form.is_valid():
        try:
            draft = services.create_own_model(
                **form.cleaned_data, by=request.actor, at=timezone.now()
            )
            return redirect("standards:own_edit", draft.pk)
        except Refused as refusal:
            problems = refusal.problems
    status = 422 if request.method == "POST" else 200
    return render(request, NEW, {"form": form, "problems": problems}, status=status)


@writes(CHANGE, form=True)
def edit(request: SignedInRequest, standard_id: int) -> HttpResponse:
    """Show a draft with its parts; every button on it is one act."""
    if request.method == "POST":
        return _act(request, standard_id)
    return _page(request, standard_id)


def _page(
    request: SignedInRequest, standard_id: int, problems: list[Problem] | None = None
) -> HttpResponse:
    draft = queries.own_draft(standard_id)
    search = request.GET.get("find", "").strip()[:200]
    hits = [hit for hit in queries.search_items(search) if hit.kind in "KSA"]
    context = {
        "standard": draft,
        "outline": queries.standard_outline(draft),
        "find": search,
        "hits": [hit for hit in hits if hit.standard_id != draft.pk],
        "problems": problems or [],
        "typed": request.POST,
        "levels": range(1, 7),
    }
    return render(request, EDIT, context, status=422 if problems else 200)


def _act(request: SignedInRequest, standard_id: int) -> HttpResponse:
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise NotFound("act")
    try:
        anchor = act(request, standard_id)
    except Refused as refusal:
        return _page(request, standard_id, refusal.problems)
    address = reverse("standards:own_edit", args=[standard_id])
    return redirect(f"{address}#{anchor}" if anchor else address)


def _text(request: SignedInRequest, name: str) -> str:
    return request.POST.get(name, "")


def _number(request: SignedInRequest, name: str) -> int:
    value = _text(request, name)
    return int(value) if value.isdecimal() and len(value) < 16 else 0


def _describe(request: SignedInRequest, standard_id: int) -> str:
    services.describe_own_model(
        standard_id=standard_id,
        title=_text(request, "title"),
        description=_text(request, "description"),
        level=_text(request, "level"),
        by=request.actor,
        at=timezone.now(),
    )
    return ""


def _add_duty(request: SignedInRequest, standard_id: int) -> str:
    duty = services.add_duty(
        standard_id=standard_id, name=_text(request, "name"), by=request.actor, at=timezone.now()
    )
    return f"duty-{duty.pk}"


def _add_task(request: SignedInRequest, standard_id: int) -> str:
    task = services.add_task(
        standard_id=standard_id,
        duty_id=_number(request, "duty"),
        name=_text(request, "name"),
        level=_text(request, "level"),
        by=request.actor,
        at=timezone.now(),
    )
    return f"task-{task.pk}"


def _add_item(request: SignedInRequest, standard_id: int) -> str:
    kind = _text(request, "kind")
    if kind not in {"O", "P", "K", "S", "A"}:
        raise NotFound("kind")
    item = services.add_item(
        standard_id=standard_id,
        kind=kind,
        name=_text(request, "name"),
        definition=_text(request, "definition"),
        block_id=_number(request, "block") or None,
        by=request.actor,
        at=timezone.now(),
    )
    return f"item-{item.pk}"


def _copy(request: SignedInRequest, standard_id: int) -> str:
    ids = [int(key) for key in request.POST.getlist("item") if key.isdecimal() and len(key) < 16]
    n = services.copy_items(
        standard_id=standard_id,
        item_ids=ids,
        block_id=_number(request, "block") or None,
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _("%(n)d items were copied.") % {"n": n})
    return ""


def _edit_part(request: SignedInRequest, standard_id: int) -> str:
    part, part_id = _text(request, "part"), _number(request, "id")
    services.edit_part(
        standard_id=standard_id,
        part=part,
        part_id=part_id,
        name=_text(request, "name"),
        definition=request.POST.get("definition"),
        seen=_text(request, "seen"),
        by=request.actor,
        at=timezone.now(),
    )
    return f"{part}-{part_id}"


def _level(request: SignedInRequest, standard_id: int) -> str:
    services.set_block_level(
        standard_id=standard_id,
        block_id=_number(request, "block"),
        level=_text(request, "level"),
        by=request.actor,
        at=timezone.now(),
    )
    return f"block-{_number(request, 'block')}"


def _remove(request: SignedInRequest, standard_id: int) -> str:
    # An item in a block is taken out of that block; it goes for good when it stands nowhere else.
    placement = _number(request, "placement")
    services.remove_part(
        standard_id=standard_id,
        part="placement" if placement else _text(request, "part"),
        part_id=placement or _number(request, "id"),
        by=request.actor,
        at=timezone.now(),
    )
    return ""


ACTS: dict[str, Callable[[SignedInRequest, int], str]] = {
    "describe": _describe,
    "add_duty": _add_duty,
    "add_task": _add_task,
    "add_item": _add_item,
    "copy": _copy,
    "edit": _edit_part,
    "level": _level,
    "remove": _remove,
}


@writes(CHANGE)
def publish(request: SignedInRequest, standard_id: int) -> HttpResponse:
    """Put a draft in force; what is still missing comes back on its page."""
    try:
        services.publish_own_model(standard_id=standard_id, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return _page(request, standard_id, refusal.problems)
    messages.success(request, _("The model is published."))
    return redirect("standards:standard", standard_id)


@writes(CHANGE)
def new_version(request: SignedInRequest, standard_id: int) -> HttpResponse:
    """Begin the next version of a published own model."""
    draft = services.begin_new_version(standard_id=standard_id, by=request.actor, at=timezone.now())
    return redirect("standards:own_edit", draft.pk)


@writes(CHANGE)
def discard(request: SignedInRequest, standard_id: int) -> HttpResponse:
    """Throw a draft away."""
    services.discard_own_model(standard_id=standard_id, by=request.actor, at=timezone.now())
    messages.success(request, _("The draft was thrown away."))
    return redirect("standards:list")
