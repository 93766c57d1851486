"""T2.1 as the example company plays it, second part: measure, trace needs to passages, write, confirm goals."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from espalier.entrypoints.cli.acts.company import Company, Done

TEXTS = Path(__file__).with_name("needs_goals.toml")
_LINKS = ("extracts", "considerations")


def play(company: Company) -> Iterator[Done]:
    """Everything after documents and voices are there; what was done before is left as it is."""
    texts = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    yield _links(company, texts)
    yield _gaps(company)
    yield _texts(company, texts["text"])
    yield _findings(company, texts["finding"])
    yield _goals(company)


def _links(company: Company, texts: Mapping[str, Any]) -> Done:
    """Each need is traced to the passages and considerations it was found in."""
    from espalier.cycle.needs.desk_research import queries as desk
    from espalier.cycle.needs.needs_list import queries, services
    from espalier.cycle.needs.stakeholders import queries as stakeholders

    known = {
        "extracts": desk.extract_ids_by_code(),
        "considerations": stakeholders.consideration_ids_by_code(),
    }
    needs = queries.need_ids_by_code()
    held = queries.linked_pairs(_LINKS)
    wanted: dict[str, list[tuple[int, int]]] = {}
    for name in _LINKS:
        for need, codes in texts[name].items():
            for code in codes:
                pair = (needs.get(need, 0), known[name].get(code, 0))
                if all(pair) and pair not in held[name]:
                    wanted.setdefault(name, []).append(pair)
    n = sum(map(len, wanted.values()))
    if n:
        services.link_needs(links=wanted, by=company.actor("coordinator"), at=company.at)
    return Done("sources of needs", f"{n} linked", n > 0)


def _gaps(company: Company) -> Done:
    from django.utils import timezone

    from espalier.cycle.needs.needs_list import queries, services

    if queries.last_measured_on() is not None or not queries.need_ids_by_code():
        return Done("gaps of needs", "measured before", False)
    n = services.measure_gaps(
        on=timezone.localdate(company.at), by=company.actor("manager"), at=company.at
    )
    return Done("gaps of needs", f"{n} measured", True)


def _texts(company: Company, told: list[Mapping[str, Any]]) -> Done:
    from espalier.cycle.needs.report import queries, services
    from espalier.cycle.needs.stakeholders import queries as stakeholders

    analysis = stakeholders.current_analysis()
    held = queries.narratives(analysis.pk if analysis else None)
    missing = [each for each in told if each["part"] not in held] if analysis else []
    for each in missing:
        services.save_narrative(
            part=each["part"],
            text=each["text"],
            text_en=each["text_en"],
            by=company.actor("manager"),
            at=company.at,
        )
    return Done("texts of O2.1.1", f"{len(missing)} written", bool(missing))


def _findings(company: Company, told: list[Mapping[str, Any]]) -> Done:
    """Findings of SWOT come before the options that rest on them, as the file has them."""
    from espalier.cycle.needs.desk_research import queries as desk
    from espalier.cycle.needs.report import queries, services
    from espalier.cycle.needs.report.types import FindingContent
    from espalier.cycle.needs.stakeholders import queries as stakeholders

    if stakeholders.current_analysis() is None:
        return Done("findings", "no analysis yet", False)
    passages, said = desk.extract_ids_by_code(), stakeholders.consideration_ids_by_code()
    held, n = queries.finding_ids_by_code(), 0
    for each in told:
        if each["code"] in held:
            continue
        links = {"extract", "consideration", "rests_on"}
        content = FindingContent(
            **{name: text for name, text in each.items() if name not in links},
            extract_id=passages.get(each.get("extract", "")),
            consideration_id=said.get(each.get("consideration", "")),
            rests_on=tuple(held[code] for code in each.get("rests_on", ())),
        )
        saved = services.save_finding(
            finding_id=None, content=content, by=company.actor("coordinator"), at=company.at
        )
        held[each["code"]] = saved.pk
        n += 1
    return Done("findings", f"{n} written", n > 0)


def _goals(company: Company) -> Done:
    """The manager confirms what lacks nothing; one goal stays a draft on purpose."""
    from django.utils import timezone

    from espalier.cycle.needs.strategy_goals import queries, services
    from espalier.cycle.needs.strategy_goals.types import GoalState

    on, n = timezone.localdate(company.at), 0
    for goal in queries.all_goals():
        if goal.state == GoalState.DRAFT and not queries.problems_of(goal, on=on):
            services.confirm_goal(
                goal_id=goal.pk, on=on, by=company.actor("manager"), at=company.at
            )
            n += 1
    return Done("strategy goals", f"{n} confirmed", n > 0)
