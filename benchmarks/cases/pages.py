"""Pages as a signed-in person asks for them: through every middleware, template and permission."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from benchmarks.measure import cold_and_warm, once
from benchmarks.types import Reading
from benchmarks.volumes import TEAM

ROLES = ("manager", "supervisor", "learner", "administrator")
VIEWS = ("unit", "position", "person")


def learner_page(repeats: int) -> list[Reading]:
    """The own route of somebody who has done a part of it."""
    client, _user = signed_in("learner")
    return cold_and_warm("own route", lambda: _get(client, _url("learning_map:my_route")), repeats)


def heat_maps(repeats: int) -> list[Reading]:
    """The team of a thousand in the three views: for the manager by filter, for its supervisor by scope."""
    from espalier.cycle.people.employees.models import Employee
    from espalier.cycle.people.units.models import Unit

    unit = Unit.objects.select_related("scope").get(code=TEAM)
    team = Employee.objects.filter(left_on=None, unit__scope__path__startswith=unit.scope.path)
    n_people = team.count()
    found = []
    for role in ("manager", "team"):
        client, _user = signed_in(role)
        for view in VIEWS:
            wanted = {"view": view, **({"unit": str(unit.pk)} if role == "manager" else {})}
            name = f"{view}, {'manager' if role == 'manager' else 'supervisor'}"
            get = _getter(client, _url("needs:gaps"), wanted, {"people": n_people})
            found += cold_and_warm(name, get, repeats)
    return found


def heat_maps_of_everybody(repeats: int) -> list[Reading]:
    """The same page over the whole company."""
    client, _user = signed_in("manager")
    found = []
    for view in VIEWS:
        found += cold_and_warm(view, _getter(client, _url("needs:gaps"), {"view": view}), repeats)
    return found


def every_page(repeats: int) -> list[Reading]:
    """Each page of the menu for four roles, and the pages behind the lists for the manager.

    The first visit is not counted: it makes what a page makes once. Then the query count must not change.
    """
    found = []
    for role in ROLES:
        client, user = signed_in(role)
        addresses = dict(_menu(user))
        if role == "manager":
            addresses |= _detail_pages()
        for name, url in addresses.items():
            answer = client.get(url)  # the first visit is not counted
            if answer.status_code != 200:
                found.append(once(f"{role} {name} answers {answer.status_code}", dict))
                continue
            found.append(once(f"{role} {name}", _getter(client, url, {})))
    return found


def _getter(
    client: Any, url: str, query: Mapping[str, str], extra: Mapping[str, float | str] | None = None
) -> Callable[[], dict[str, float | str]]:
    return lambda: {**_get(client, url, query), **(extra or {})}


def _get(client: Any, url: str, query: Mapping[str, str] | None = None) -> dict[str, float | str]:
    answer = client.get(url, query or {}, follow=False)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}")
    return {"url": url, "bytes": len(b"".join(answer) if answer.streaming else answer.content)}


def _url(name: str, *args: object) -> str:
    from django.urls import reverse

    return reverse(name, args=args)


def signed_in(role: str) -> tuple[Any, Any]:
    """A client with a session of the first person of that role; "team" is who sees only the team."""
    from django.conf import settings
    from django.test import Client

    from espalier.kit.accounts.models import RoleGrant

    grants = RoleGrant.objects.select_related("user").order_by("pk")
    if role == "team":
        grants = grants.filter(scope__key=f"unit:{TEAM}")
    else:
        grants = grants.filter(role=role).exclude(scope__key=f"unit:{TEAM}")
    user = grants[0].user
    assert not settings.DEBUG, "measure as in production"
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client, user


def _menu(user: Any) -> Iterator[tuple[str, str]]:
    from espalier.entrypoints.web.menu import menu_of
    from espalier.kit.ui import navigation

    names = {_url(place.url_name): place.url_name for place in navigation.places()}
    yield "home", "/"
    for group in menu_of(user, "/").groups:
        for item in group.items:
            yield names[item.url], item.url


def _detail_pages() -> dict[str, str]:
    """One record of each kind, the one with most behind it where that can be said."""
    from espalier.cycle.learning_map.modules.models import Module
    from espalier.cycle.people.employees.models import Employee
    from espalier.cycle.people.positions.models import Position
    from espalier.cycle.people.units.models import Unit
    from espalier.cycle.standards.catalogue.models import Competency, Standard

    person = Employee.objects.filter(left_on=None, position__code="PRD-G2").order_by("number")[0]
    position = Position.objects.get(code="PRD-G2")
    competency = Competency.objects.filter(code__startswith="BEN-").order_by("code")[0]
    standard = Standard.objects.order_by("pk")[0]
    module = Module.objects.order_by("code")[0]
    team = Unit.objects.get(code=TEAM)
    return {
        "people:employee": _url("people:employee", person.pk),
        "people:evidence": _url("people:evidence", person.pk, competency.pk),
        "people:position": _url("people:position", position.pk),
        "learning_map:position": _url("learning_map:position", position.pk),
        "learning_map:route": _url("learning_map:route", person.pk),
        "learning_map:module": _url("learning_map:module", module.pk),
        "learning_map:coverage": _url("learning_map:coverage"),
        "learning_map:moves": _url("learning_map:moves"),
        "standards:competency": _url("standards:competency", competency.pk),
        "standards:standard": _url("standards:standard", standard.pk),
        "needs:gaps of the team": f"{_url('needs:gaps')}?unit={team.pk}",
        "needs:gaps by position": f"{_url('needs:gaps')}?view=position",
        "needs:gaps by person": f"{_url('needs:gaps')}?view=person",
        "people:employees page 2": f"{_url('people:employees')}?page=2",
        "people:employees search": f"{_url('people:employees')}?q=000",
    }
