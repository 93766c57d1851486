"""Every page that leads from goals to a reviewed strategy, and the norms: each asked for warm, many times.

The pages are found in the addresses of the stages and tools, so that none is forgotten; an address that only takes
answers, gives a file or leads on is no page.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from benchmarks.cases.pages import signed_in
from benchmarks.measure import median_of, once
from benchmarks.types import Reading

STAGES = ("policy", "needs", "strategy", "learning_map", "approval", "consultation", "notify", "outputs")  # fmt: skip
# The learning map has pages of its own cases; only norms and obligations belong to these.
OF_THE_MAP = ("norm", "obligation", "my_obligations", "qualifications")
ELSEWHERE = ("needs:gaps",)  # the heat map
Arguments = Mapping[str, object]
Known = Mapping[str, Sequence[Arguments]]


def every_page(roles: Sequence[str], repeats: int) -> list[Reading]:
    """One reading a page and role: the median of ``repeats`` visits after a first one that is not counted."""
    pages = list(_pages())
    found = []
    for role in roles:
        client, _user = signed_in(role)
        for name, url in pages:
            if _is_page(client, url):
                visits = [once(name, _visit(client, url)) for _ in range(repeats)]
                found.append(median_of(f"{role} {name}", visits))
    return found


def _is_page(client: Any, url: str) -> bool:
    """Whether this person gets a page there; what breaks is an error."""
    answer = client.get(url)
    if answer.status_code >= 500:
        raise RuntimeError(f"{url} answered {answer.status_code}")
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and is_html and not answer.streaming


def _visit(client: Any, url: str) -> Callable[[], dict[str, float | str]]:
    def visit() -> dict[str, float | str]:
        answer = client.get(url)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} answered {answer.status_code}")
        return {"url": url, "bytes": len(answer.content)}

    return visit


def _pages() -> Iterator[tuple[str, str]]:
    """Name and address of everything in the stages, with the records that have most behind them."""
    from django.urls import NoReverseMatch, get_resolver, reverse

    known = _arguments()
    for stage in STAGES:
        for pattern in _patterns(get_resolver(), stage):
            name = f"{stage}:{pattern.name}"
            if name in ELSEWHERE or (
                stage == "learning_map" and not pattern.name.startswith(OF_THE_MAP)
            ):
                continue
            for words, arguments in _told(known, stage, tuple(pattern.pattern.converters)):
                try:
                    address = reverse(name, kwargs=dict(arguments))
                except NoReverseMatch:  # no record of this kind is there to be looked at
                    continue
                yield f"{name}{words}", address


def _patterns(resolver: Any, stage: str) -> Iterator[Any]:
    for each in resolver.url_patterns:
        if getattr(each, "app_name", None) == stage:
            yield from each.url_patterns
        elif hasattr(each, "url_patterns"):
            yield from _patterns(each, stage)


def _told(known: Known, stage: str, names: Sequence[str]) -> Iterator[tuple[str, Arguments]]:
    """Words to add to the page's name, and the arguments of its address; none for records of later stages."""
    if not names:
        yield "", {}
        return
    for values in known.get(f"{stage}:{' '.join(names)}", ()):
        told = " ".join(str(value) for value in values.values() if not isinstance(value, int))
        yield f" {told}".rstrip(), values


# Arguments that name a record: its model, and what the record chosen has most of ("" the first record).
RECORDS = {
    "policy:activity_id": ("policy.RaciActivity", ""),
    "policy:category_id": ("policy.TrainingCategory", ""),
    "policy:clause_id": ("policy.Clause", ""),
    "policy:resource_id": ("policy.Resource", "bookings"),
    "needs:consideration_id": ("needs.Consideration", ""),
    "needs:document_id": ("needs.DeskDocument", "extracts"),
    "needs:extract_id": ("needs.Extract", ""),
    "needs:finding_id": ("needs.Finding", ""),
    "needs:goal_id": ("needs.StrategyGoal", ""),
    "needs:need_id": ("needs.Need", "ratings"),
    "needs:stakeholder_id": ("needs.Stakeholder", ""),
    "strategy:decision_id": ("strategy.AdoptionDecision", "candidates"),
    "strategy:draft_id": ("strategy.FrameworkDraft", ""),
    "strategy:option_id": ("strategy.DesignOption", ""),
    "strategy:programme_id": ("strategy.Programme", "objectives"),
    "learning_map:norm_id": ("learning_map.Norm", "module_links"),
    "learning_map:version_id": ("learning_map.NormVersion", ""),
    "learning_map:material_id": ("learning_map.NormMaterial", ""),
    "learning_map:exemption_id": ("learning_map.NormExemption", ""),
    "approval:delegation_id": ("approval.Delegation", ""),
    "approval:procedure_id": ("approval.Procedure", "steps"),
    "approval:run_id": ("approval.Run", "steps"),
    "approval:signature_id": ("approval.Signature", ""),
    "approval:step_id": ("approval.RunStep", ""),
    "consultation:invitation_id": ("consultation.Invitation", ""),
    "consultation:request_id": ("consultation.ChangeRequest", ""),
    "consultation:round_id": ("consultation.Round", "invitations"),
    "notify:mail_id": ("notify.OutboxMail", ""),
    "notify:notification_id": ("notify.Notification", ""),
}  # fmt: skip
OUTPUTS = ("O1.1.1", "O2.1.1", "O2.2.1")


def _arguments() -> Known:
    """What stands in addresses, by stage and names of the arguments."""
    from espalier.cycle.people.employees.models import Employee

    one: Known = {
        name: [{name.partition(":")[2]: _most(*record)}] for name, record in RECORDS.items()
    }
    person = Employee.objects.filter(left_on=None, position__code="PRD-G2").order_by("number")[0]
    return {
        **one,
        **_of_policy(),
        **_of_needs(),
        **_of_strategy(),
        **_of_outputs(),
        "learning_map:employee_id": [{"employee_id": person.pk}],
        "consultation:language": [{"language": "zh-hant"}],
        "consultation:token": [{"token": "unknown"}],
        "notify:token": [{"token": "unknown"}],
    }


def _most(label: str, relation: str = "") -> object:
    """The key of the record of a model that has most of something; 0, which nobody has, without records."""
    from django.apps import apps
    from django.db.models import Count

    rows = apps.get_model(label).objects.order_by("pk")
    if relation:
        rows = rows.annotate(n_most=Count(relation)).order_by("-n_most", "pk")
    return rows.values_list("pk", flat=True).first() or 0


def _of_policy() -> Known:
    models = {
        "business": "BusinessGoal",
        "development": "DevelopmentGoal",
        "direction": "Direction",
    }
    resource = _most("policy.Resource", "bookings")
    records = {level: _most(f"policy.{model}") for level, model in models.items()}
    return {
        "policy:level": [{"level": level} for level in models],
        "policy:level record_id": [{"level": k, "record_id": pk} for k, pk in records.items()],
        "policy:edition_id": [{"edition_id": _edition("O1.1.1")}],
        "policy:resource_id contract_id": [
            {"resource_id": resource, "contract_id": _most("policy.Contract")}
        ],
        "policy:resource_id booking_id": [
            {"resource_id": resource, "booking_id": _most("policy.Booking")}
        ],
    }


def _of_needs() -> Known:
    from espalier.cycle.needs.report.types import Part
    from espalier.cycle.needs.stakeholders.queries import unheard

    document = _most("needs.DeskDocument", "pages")
    silent = [each.group or str(each.stakeholder_id) for each in unheard()]
    return {
        "needs:document_id number": [{"document_id": document, "number": 1}],
        "needs:part": [{"part": Part.METHOD.value}],
        "needs:subject": [{"subject": subject} for subject in silent[:1]],
    }


def _of_strategy() -> Known:
    from espalier.cycle.strategy.report.types import NARRATIVES
    from espalier.kit.registers.queries import registers

    first = {each.kind: each.model.objects.order_by("pk").first() for each in registers("strategy")}
    return {
        "strategy:key": [{"key": NARRATIVES[0]}],
        "strategy:kind": [{"kind": kind} for kind in first],
        "strategy:kind record_id": [
            {"kind": kind, "record_id": row.pk} for kind, row in first.items() if row
        ],
    }


def _of_outputs() -> Known:
    editions: Sequence[Arguments] = [
        {"output": output, "edition_id": _edition(output)} for output in OUTPUTS
    ]
    file = {"language": "zh-hant", "format_": "pdf"}
    return {
        "outputs:output": [{"output": output} for output in OUTPUTS],
        "outputs:output edition_id": editions,
        "outputs:output edition_id language format_": [{**each, **file} for each in editions],
        "outputs:output format_": [{"output": OUTPUTS[0], "format_": "pdf"}],
    }


def _edition(output: str) -> object:
    """The newest edition of a document."""
    from espalier.kit.versions.models import Edition

    found = Edition.objects.filter(output=output).order_by("-pk")
    return found.values_list("pk", flat=True).first() or 0
