"""Writing modules: drafts, new versions, publishing, retiring."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.freshness import map_rests_on_change
from espalier.cycle.learning_map.modules import queries, rules
from espalier.cycle.learning_map.modules.models import Module, ModuleVersion
from espalier.cycle.learning_map.modules.storing import CHUNK, fill_version, row_of
from espalier.cycle.learning_map.modules.types import ModuleContent
from espalier.cycle.learning_map.modules.wording import problem_in_words
from espalier.cycle.learning_map.scale import bounds
from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.versions.states import State, Step, next_state

MAX_CODE = 40


@transaction.atomic
def create_module(*, code: str, content: ModuleContent, by: Actor, at: datetime) -> ModuleVersion:
    """Make a module with its first version as a draft.

    Raises: Refused with every problem of the code and the content.
    """
    code = code.strip()
    problems = []
    if not 1 <= len(code) <= MAX_CODE:
        problems.append(
            Problem("bad_code", _("A module needs a code of 1 to 40 characters."), _("Module code"))
        )
    elif Module.objects.filter(code=code).exists():
        problems.append(
            Problem(
                "code_taken",
                _("The code %(code)s already names a module.") % {"code": code},
                _("Module code"),
                _("Choose another code, or open that module and make a new version of it."),
            )
        )
    problems += _problems_of(code, content)
    if problems:
        raise Refused(problems)
    module = Module.objects.create(code=code)
    version = _new_row(module, 1, content, at)
    fill_version({version.pk: content})
    after = {"code": code, "version": 1, "name": content.name}
    log.record("learning_map.module.created", version, by=by, at=at, after=after)
    return version


@transaction.atomic
def save_draft(
    *, version_id: int, content: ModuleContent, by: Actor, at: datetime
) -> ModuleVersion:
    """Replace what a draft says.

    Raises: NotFound; Refused when the version is no draft any more, or with every problem.
    """
    version = _locked(version_id)
    before = queries.content_of(version)
    problems = _problems_of_state(version) + _problems_of(version.module.code, content)
    if problems:
        raise Refused(problems)
    _set_fields(version, content)
    version.updated_at = at
    version.save()
    fill_version({version.pk: content})
    changes = rules.content_changes(before, content)
    log.record(
        "learning_map.module.draft_saved",
        version,
        by=by,
        at=at,
        before={change.field: change.before for change in changes},
        after={change.field: change.after for change in changes},
    )
    return version


@transaction.atomic
def start_new_version(*, module_id: int, by: Actor, at: datetime) -> ModuleVersion:
    """A draft with the content of the newest version; the version in force stays as it is.

    Raises: NotFound; Refused when a draft is already being written.
    """
    module = Module.objects.select_for_update().filter(pk=module_id).first()
    if module is None:
        raise NotFound
    newest = queries.versions_of(module_id)[0]
    if newest.state == State.DRAFT:
        raise Refused(
            [
                Problem(
                    "draft_open",
                    _("A draft of this module is already open."),
                    f"{module.code} v{newest.version_no}",
                    _("Change that draft or publish it first."),
                )
            ]
        )
    content = queries.content_of(newest)
    version = _new_row(module, newest.version_no + 1, content, at)
    fill_version({version.pk: content})
    after = {"code": module.code, "version": version.version_no, "from": newest.version_no}
    log.record("learning_map.module.version_started", version, by=by, at=at, after=after)
    return version


@transaction.atomic
def publish_version(*, version_id: int, change_note: str, by: Actor, at: datetime) -> ModuleVersion:
    """Put a draft in force with its publisher recorded; the version in force before is superseded.

    Raises: NotFound; Refused when it lacks objectives or competencies, or its prerequisites form a cycle.
    """
    version = _locked(version_id)
    content = queries.content_of(version)
    problems = _problems_of_state(version) + _problems_of(version.module.code, content)
    problems += [
        problem_in_words(kind, about) for kind, about in rules.problems_before_publish(content)
    ]
    if problems:
        raise Refused(problems)
    ModuleVersion.objects.filter(module=version.module, state=State.PUBLISHED).update(
        state=State.SUPERSEDED
    )
    version.state = next_state(State(version.state), Step.PUBLISH) or State.PUBLISHED
    version.published_at, version.published_by = at, by.label
    version.change_note = change_note.strip()
    version.save()
    Module.objects.filter(pk=version.module_id).update(is_active=True)
    after = {
        "code": version.module.code,
        "version": version.version_no,
        "note": version.change_note,
    }
    log.record("learning_map.module.published", version, by=by, at=at, after=after)
    _tell_the_map(version.module.code, by, at)
    return version


@transaction.atomic
def set_active(*, module_id: int, is_active: bool, by: Actor, at: datetime) -> Module:
    """Take a module out of the offer or back; its versions and completions stay.

    Raises: NotFound; Refused when modules in force still ask for it.
    """
    module = Module.objects.select_for_update().filter(pk=module_id).first()
    if module is None:
        raise NotFound
    asking = [] if is_active else queries.modules_asking_for(module_id)
    if asking:
        codes = "、".join(code for _id, code, _name in asking)
        raise Refused(
            [
                Problem(
                    "still_asked_for",
                    _("These modules ask for it as a prerequisite: %(codes)s") % {"codes": codes},
                    module.code,
                    _("Publish new versions of them without this prerequisite first."),
                )
            ]
        )
    before = {"is_active": module.is_active}
    module.is_active = is_active
    module.save(update_fields=["is_active"])
    after = {"is_active": is_active}
    event = "learning_map.module.restored" if is_active else "learning_map.module.retired"
    log.record(event, module, by=by, at=at, before=before, after=after)
    _tell_the_map(module.code, by, at)
    return module


def _problems_of(code: str, content: ModuleContent) -> list[Problem]:
    """Everything that stops the content of this module, in words; the cycle is named."""
    scale = bounds()
    found = rules.problems_of_content(
        code,
        content,
        known_modules=queries.module_ids_by_code().keys(),
        known_competencies=catalogue.competency_ids_by_code().keys(),
        lowest=scale.lowest,
        highest=scale.highest,
    )
    cycle = rules.prerequisite_cycle(
        {**queries.prerequisite_codes(without=code), code: content.prerequisites}
    )
    if cycle and len(cycle) > 2:
        found.append((rules.ModuleProblem.CYCLE, " → ".join(cycle)))
    return [problem_in_words(kind, about) for kind, about in found]


def _tell_the_map(code: str, by: Actor, at: datetime) -> None:
    reason = _("The module %(code)s changed.") % {"code": code}
    map_rests_on_change(reason=reason, by=by, at=at)


def _problems_of_state(version: ModuleVersion) -> list[Problem]:
    if version.state == State.DRAFT:
        return []
    return [
        Problem(
            "not_a_draft",
            _("A published version is never edited."),
            f"{version.module.code} v{version.version_no}",
            _("Start a new version and publish that."),
        )
    ]


def _locked(version_id: int) -> ModuleVersion:
    Module.objects.select_for_update().filter(versions__pk=version_id).first()
    return queries.version_or_404(version_id)


def _new_row(module: Module, number: int, content: ModuleContent, at: datetime) -> ModuleVersion:
    highest = module.versions.aggregate(n=Max("version_no"))["n"] or 0
    version = ModuleVersion(module=module, version_no=max(number, highest + 1), updated_at=at)
    _set_fields(version, content)
    version.save()
    return version


def _set_fields(version: ModuleVersion, content: ModuleContent) -> None:
    version.name, version.name_en = content.name.strip(), content.name_en.strip()
    version.minutes, version.mode, version.mix = content.minutes, content.mode, content.mix
    version.category, version.assessment = content.category.strip(), content.assessment.strip()
    version.certificate = content.certificate.strip()
    version.validity_months = content.validity_months


@transaction.atomic
def publish_imported(*, contents: Mapping[str, ModuleContent], by: Actor, at: datetime) -> int:
    """Put many module versions in force at once; returns how many modules got a next version.

    A published version that raises nothing yet is completed in place when only its competencies are
    brought: modules and what they raise come in two sheets, and no learner has relied on it so far.
    The number of statements does not grow with the modules.
    """
    ids = queries.module_ids_by_code()
    fresh = [code for code in contents if code not in ids]
    Module.objects.bulk_create(Module(code=code) for code in fresh)
    ids = queries.module_ids_by_code() if fresh else ids
    in_force = {module.code: module for module in queries.published_modules().values()}
    held = queries.contents(module.version_id for module in in_force.values())
    completed = {
        in_force[code].version_id: content
        for code, content in contents.items()
        if code in in_force and _only_completes(held[in_force[code].version_id], content)
    }
    rows = {
        code: row_of(ids[code], 0, content)
        for code, content in contents.items()
        if code not in in_force or in_force[code].version_id not in completed
    }
    _publish_rows(rows, ids, by, at)
    fill_version(completed | {row.pk: contents[code] for code, row in rows.items()})
    n_next = sum(1 for code in rows if code in in_force)
    after = {"new": sorted(fresh), "next_versions": n_next, "completed": len(completed)}
    log.record("learning_map.modules.imported", "learning_map.Module:", by=by, at=at, after=after)
    map_rests_on_change(reason=_("Modules were imported."), by=by, at=at)
    return n_next


def _only_completes(held: ModuleContent, content: ModuleContent) -> bool:
    return not held.competencies and replace(content, competencies=()) == held


def _publish_rows(
    rows: Mapping[str, ModuleVersion], ids: Mapping[str, int], by: Actor, at: datetime
) -> None:
    """Insert the versions as published, numbered after what is there, and supersede what was in force."""
    modules = [ids[code] for code in rows]
    highest: dict[int, int] = {}
    for start in range(0, len(modules), CHUNK):
        some = ModuleVersion.objects.filter(module_id__in=modules[start : start + CHUNK])
        highest |= dict(
            some.values("module_id").annotate(n=Max("version_no")).values_list("module_id", "n")
        )
        some.filter(state=State.PUBLISHED).update(state=State.SUPERSEDED)
    for row in rows.values():
        row.version_no = highest.get(row.module_id, 0) + 1
        row.state, row.updated_at = State.PUBLISHED, at
        row.published_at, row.published_by = at, by.label
    ModuleVersion.objects.bulk_create(rows.values())
