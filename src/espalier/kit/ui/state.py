"""The state of a list as its address tells it: search, filters, sort, columns, page."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from espalier.kit.ui.types import Choices, Column, Filter, ListSpec


@dataclass(frozen=True, slots=True)
class ListState:
    """What was asked for. What the list does not know is dropped, so an old link still opens."""

    q: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    sort: str = ""
    columns: tuple[str, ...] = ()
    page: int = 1

    def query(self, **changes: object) -> str:
        """The address of this state, changed; any change but ``page`` begins at page 1."""
        state = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]  # replace checks
        pairs: list[tuple[str, str]] = []
        if state.q:
            pairs.append(("q", state.q))
        pairs += [(key, value) for key, value in state.filters.items() if value]
        if state.sort:
            pairs.append(("sort", state.sort))
        pairs += [("columns", key) for key in state.columns]
        if state.page > 1:
            pairs.append(("page", str(state.page)))
        return urlencode(pairs)

    def without_filter(self, key: str) -> str:
        return self.query(filters={k: v for k, v in self.filters.items() if k != key})

    def toggled_sort(self, key: str, default: str) -> str:
        """The address that sorts by this column, or turns its direction round."""
        now = self.sort or default
        return self.query(sort=f"-{key}" if now == key else key)


def read_state(spec: ListSpec, asked: QueryDict, choices: dict[str, Choices]) -> ListState:
    """Take from the address what this list knows."""
    known = [column.key for column in spec.columns]
    sortable = {column.key for column in spec.columns if column.sort}
    sort = asked.get("sort", "")
    columns = tuple(key for key in known if key in set(asked.getlist("columns")))
    return ListState(
        q=" ".join(asked.get("q", "").replace("\x00", "").split())[:200],
        filters={
            each.key: value
            for each in spec.filters
            if (value := asked.get(each.key, "").replace("\x00", "").strip()[:200])
            and (each.choices is None or value in {key for key, _label in choices[each.key]})
        },
        sort=sort if sort.lstrip("-") in sortable and not sort.startswith("--") else "",
        columns=columns,
        page=_page_number(asked.get("page", "1")),
    )


def read_choices(spec: ListSpec) -> dict[str, Choices]:
    """The choices of every filter, each read once."""
    return {each.key: _choices_of(each) for each in spec.filters if each.choices is not None}


def shown_columns(spec: ListSpec, state: ListState) -> list[Column]:
    if not state.columns:
        return [column for column in spec.columns if column.shown]
    return [column for column in spec.columns if column.key in state.columns]


def _choices_of(each: Filter) -> Choices:
    given = each.choices() if callable(each.choices) else each.choices
    return [(str(value), label) for value, label in given or ()]


def _page_number(text: str) -> int:
    # isdecimal alone admits digits of other scripts, which int() reads too; length keeps it sane.
    return max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1
