"""The framework as plain statements, one a line, so that two drafts can be laid side by side."""

from collections.abc import Iterable, Iterator, Sequence

from espalier.cycle.strategy.programmes.queries import ProgrammeView


def framework_lines(views: Sequence[ProgrammeView]) -> list[str]:
    """Every statement begins with the code of its programme. Only records speak here, no language of a reader."""
    return [f"{view.programme.code}｜{line}" for view in views for line in _of(view)]


def _of(view: ProgrammeView) -> Iterator[str]:
    programme = view.programme
    yield f"方案　{programme.title}：{_flat(programme.purpose)}"
    yield f"策略目標　{_codes(programme.goals.all())}　需求　{_codes(programme.needs.all())}"
    for each in view.groups:
        yield f"對象　{each.group.code} {each.group.name}：{_codes(each.group.positions.all())}"
    if view.chosen is not None:
        yield f"選定　{view.chosen.option.code} {view.chosen.option.name}：{_flat(view.chosen.option.reason)}"
    for objective in (each.objective for each in view.objectives):
        parts = (objective.audience, objective.condition, objective.behaviour, objective.degree)
        yield f"目標　{objective.code} {'，'.join(p for p in parts if p)}（{objective.level}）"
    for part in view.parts:
        yield f"模組 {part.part.order}　{part.part.module.code}：{_flat(part.part.reason)}"
        for lesson in part.lessons:
            yield f"單元 {lesson.order}　{lesson.code} {lesson.title}（{lesson.minutes} 分鐘）"
    for activity in view.activities:
        named = _codes(activity.objectives.all())
        yield f"活動　{activity.code} {activity.title}（{activity.method}，{activity.minutes} 分鐘）→ {named}"
    for each in view.assessments:
        yield f"評量　{each.code} {each.title}（{each.kind}）→ {_codes(each.objectives.all())}"
    for (when, who), step in sorted(view.transfer.items()):
        yield f"移轉　{when}×{who} {_flat(step.action)}"


def _codes(rows: Iterable[object]) -> str:
    return "、".join(sorted(str(getattr(row, "code", "")) for row in rows)) or "—"


def _flat(text: str) -> str:
    return " ".join(text.split())
