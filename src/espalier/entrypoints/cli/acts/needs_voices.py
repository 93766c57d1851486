"""T2.1 as the example company plays it, first part: read, consult, survey, weigh."""

import random
import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from espalier.entrypoints.cli.acts.company import Company, Done

if TYPE_CHECKING:
    from espalier.kit.consultation.models import Round
    from espalier.kit.consultation.types import Party

TEXTS = Path(__file__).with_name("needs_voices.toml")
OPENED, CLOSED = timedelta(days=21), timedelta(days=3)  # before the moment of loading
SEED = 7


def play(company: Company) -> Iterator[Done]:
    """Bring the documents and mark them, hear the stakeholders, ask about the climate, weigh."""
    texts = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    yield _documents(company, texts)
    yield _extracts(company, texts)
    analysis = _analysis(company, texts)
    rounds = _rounds_by_title(analysis)
    yield from _consult(company, texts, analysis, rounds)
    yield _climate(company, texts, analysis, rounds)
    yield _considerations(company, texts, analysis)
    yield _request(company, texts, analysis)
    yield _unheard(company, texts, analysis)


def _documents(company: Company, texts: Mapping[str, Any]) -> Done:
    from espalier.cycle.needs.desk_research import queries, services

    ids = queries.document_ids_by_code()
    states = {row.id: row.text_state for row in queries.documents()}
    n = 0
    for code, name in texts["files"].items():
        path = company.folder / "documents" / name
        if states.get(ids.get(code, 0)) == "no_file" and path.is_file():
            services.attach_file(
                document_id=ids[code],
                data=path.read_bytes(),
                name=name,
                by=company.actor("coordinator"),
                at=company.at,
            )
            n += 1
    return Done("desk documents", f"{n} files brought, {len(texts['files'])} in all", n > 0)


def _extracts(company: Company, texts: Mapping[str, Any]) -> Done:
    from espalier.cycle.needs.desk_research import queries, services
    from espalier.cycle.needs.desk_research.types import PassageContent
    from espalier.cycle.standards.catalogue.queries import competency_ids_by_code

    ids, competencies = queries.document_ids_by_code(), competency_ids_by_code()
    states = {row.id: row.text_state for row in queries.documents()}
    held = {(row.document_code, row.text) for row in queries.extracts()}
    n = 0
    for each in texts["extract"]:
        document_id = ids.get(each["document"], 0)
        is_open = states.get(document_id) in {"ready", "no_text"}
        if not is_open or (each["document"], each["words"]) in held:
            continue
        told = PassageContent(
            page=each["page"],
            words=each["words"],
            kind=each["kind"],
            words_en=each["words_en"],
            aspect=each["aspect"],
            comment=each["comment"],
            comment_en=each["comment_en"],
            competency_id=competencies.get(each["competency"]),
        )
        by = company.actor("coordinator")
        services.mark_passage(document_id=document_id, content=told, by=by, at=company.at)
        n += 1
    return Done("passages", f"{n} marked, {len(texts['extract'])} in all", n > 0)


def _analysis(company: Company, texts: Mapping[str, Any]) -> Any:
    from espalier.cycle.needs.stakeholders import queries, services
    from espalier.cycle.needs.stakeholders.types import AnalysisContent

    held = queries.current_analysis()
    if held is not None and held.year >= texts["year"]:
        return held
    told = AnalysisContent(
        **{
            name: texts[name]
            for name in (
                "year", "purpose", "purpose_en", "scope", "scope_en", "question", "question_en",
            )
        }
    )  # fmt: skip
    at = company.at - OPENED
    return services.save_analysis(
        analysis_id=None, content=told, by=company.actor("manager"), at=at
    )


def _rounds_by_title(analysis: Any) -> "dict[str, Round]":
    from espalier.cycle.needs.stakeholders import queries

    return {round_.title: round_ for round_ in queries.rounds_of_analysis(analysis)}


def _parties() -> "dict[str, Party]":
    """Stakeholder code → party."""
    from espalier.cycle.needs.stakeholders import queries

    by_id = {party.id: party for party in queries.parties()}
    codes = queries.stakeholder_ids_by_code()
    return {code: by_id[str(pk)] for code, pk in codes.items() if str(pk) in by_id}


def _consult(
    company: Company, texts: Mapping[str, Any], analysis: Any, rounds: "dict[str, Round]"
) -> Iterator[Done]:
    parties = _parties()
    for name, step in (
        ("questionnaire", _questionnaire),
        ("interviews", _interviews),
        ("meeting", _meeting),
    ):
        told = texts[name]
        is_new = told["title"] not in rounds
        if is_new:
            rounds[told["title"]] = step(company, told, analysis, parties)
        yield Done(f"consultation: {name}", told["title"], is_new)


def _opened(
    company: Company, told: Mapping[str, Any], analysis: Any, kind: str, **more: Any
) -> "Round":
    from django.utils import timezone

    from espalier.cycle.needs.stakeholders.queries import ANALYSIS
    from espalier.kit.consultation import services

    return services.open_round(
        subject=(ANALYSIS, str(analysis.pk)),
        kind=kind,
        title=told["title"],
        title_en=told["title_en"],
        closes_on=timezone.localdate(company.at),
        by=company.actor("manager"),
        at=company.at - OPENED,
        **more,
    )


def _close(company: Company, round_id: int) -> None:
    from espalier.kit.consultation import services

    services.close_round(round_id=round_id, by=company.actor("manager"), at=company.at - CLOSED)


def _questionnaire(
    company: Company, told: Mapping[str, Any], analysis: Any, parties: "dict[str, Party]"
) -> "Round":
    from espalier.kit.consultation import queries, services
    from espalier.kit.consultation.types import Channel, QuestionDraft, QuestionKind

    ends = {name: told[name] for name in ("low", "high", "low_en", "high_en")}
    asked = [QuestionDraft(QuestionKind.SCALE, zh, en, **ends) for zh, en in told["questions"]]
    opened = _opened(
        company,
        told,
        analysis,
        "questionnaire",
        questions=asked,
        allows_links=True,
        introduction=told["introduction"],
        introduction_en=told["introduction_en"],
    )
    chosen = {code: parties[code] for code in told["answers"] if code in parties}
    manager, at = company.actor("manager"), company.at - OPENED
    services.invite(
        round_id=opened.pk, parties=list(chosen.values()), sends=False, by=manager, at=at
    )
    questions = queries.questions_of(opened.pk)
    invited = {i.party_id: i for i in queries.invitations_of(opened.pk)}
    for code, party in chosen.items():
        invitation = invited[party.id]
        answers = dict(zip((q.pk for q in questions), told["answers"][code], strict=True))
        services.answer(
            invitation_id=invitation.pk,
            answers=answers,
            channel=Channel.LINK,
            by=_invited(invitation),
            at=company.at - timedelta(days=14),
        )
    _close(company, opened.pk)
    return opened


def _invited(invitation: Any) -> Any:
    from espalier.kit.accounts.types import Actor, ActorKind

    return Actor(ActorKind.INVITATION, str(invitation.pk), invitation.party_label)


def _interviews(
    company: Company, told: Mapping[str, Any], analysis: Any, parties: "dict[str, Party]"
) -> "Round":
    from django.utils import timezone

    from espalier.kit.consultation import services

    opened = _opened(company, told, analysis, "interview")
    for code, notes, days in told["notes"]:
        if code in parties:
            at = company.at - timedelta(days=days)
            services.record_interview(
                round_id=opened.pk,
                party=parties[code],
                held_on=timezone.localdate(at),
                notes=notes,
                by=company.actor("manager"),
                at=at,
            )
    _close(company, opened.pk)
    return opened


def _meeting(
    company: Company, told: Mapping[str, Any], analysis: Any, parties: "dict[str, Party]"
) -> "Round":
    from django.utils import timezone

    from espalier.kit.consultation import services
    from espalier.kit.consultation.types import Attended

    opened = _opened(company, told, analysis, "meeting")
    at = company.at - timedelta(days=10)
    there = [Attended(parties[c], has_signed=True) for c in told["present"] if c in parties]
    missed = [Attended(parties[c], is_present=False) for c in told["absent"] if c in parties]
    services.record_meeting(
        round_id=opened.pk,
        held_on=timezone.localdate(at),
        minutes=told["minutes"],
        minutes_en=told["minutes_en"],
        place=told["place"],
        chair=company.actor("manager").label,
        attendance=[*there, *missed],
        by=company.actor("manager"),
        at=at,
    )
    return opened  # closed when what was asked for there is decided


def _climate(
    company: Company, texts: Mapping[str, Any], analysis: Any, rounds: "dict[str, Round]"
) -> Done:
    from django.utils import timezone

    from espalier.cycle.needs.stakeholders import queries, services

    told = texts["climate"]
    if told["title"] in rounds:
        return Done("climate survey", told["title"], False)
    at = company.at - OPENED
    people = queries.parties_of_units((), every=told["every"], on=timezone.localdate(at))
    survey = services.open_climate_survey(
        analysis_id=analysis.pk,
        title=told["title"],
        title_en=told["title_en"],
        closes_on=timezone.localdate(company.at),
        parties=people,
        sends=False,
        by=company.actor("manager"),
        at=at,
    )
    rounds[told["title"]] = survey.round
    n = _answer_climate(company, told, survey.round_id)
    _close(company, survey.round_id)
    return Done("climate survey", f"{n} of {len(people)} answered", True)


def _answer_climate(company: Company, told: Mapping[str, Any], round_id: int) -> int:
    """Made-up answers around the mean of each factor; the same every time."""
    from espalier.cycle.needs.stakeholders.queries import factor_of
    from espalier.kit.consultation import queries, services
    from espalier.kit.consultation.types import Channel

    chance = random.Random(SEED)  # made-up answers, no secret
    scales = [q for q in queries.questions_of(round_id) if factor_of(q.part)]
    n = 0
    for invitation in sorted(queries.invitations_of(round_id), key=lambda i: int(i.party_id)):
        drawn = {
            q.pk: min(5, max(1, round(chance.gauss(told["means"][factor_of(q.part)], 0.9))))
            for q in scales
        }
        if chance.random() < told["answered"]:
            services.answer(
                invitation_id=invitation.pk,
                answers=drawn,
                channel=Channel.LINK,
                by=_invited(invitation),
                at=company.at - timedelta(days=7),
            )
            n += 1
    return n


def _considerations(company: Company, texts: Mapping[str, Any], analysis: Any) -> Done:
    from espalier.cycle.needs.stakeholders import queries, services
    from espalier.cycle.needs.stakeholders.types import ConsiderationContent, VoiceContent

    held = queries.consideration_ids_by_code()
    people, rounds = queries.stakeholder_ids_by_code(), _rounds_by_title(analysis)
    n = 0
    for each in texts["consideration"]:
        if each["code"] in held:
            continue
        counted = dict(zip(("n_for", "n_against", "n_neutral"), each.get("n", ()), strict=False))
        voices = tuple(
            VoiceContent(people[code], side)
            for side in ("for", "against")
            for code in each.get(side, ())
            if code in people
        )
        round_ = rounds.get(texts[each["round"]]["title"])
        told = ConsiderationContent(
            code=each["code"],
            kind=each["kind"],
            text=each["text"],
            text_en=each["text_en"],
            round_id=round_.pk if round_ else None,
            voices=voices,
            **counted,
        )
        services.save_consideration(
            analysis_id=analysis.pk,
            consideration_id=None,
            content=told,
            by=company.actor("manager"),
            at=company.at,
        )
        n += 1
    return Done("considerations", f"{n} written, {len(texts['consideration'])} in all", n > 0)


def _request(company: Company, texts: Mapping[str, Any], analysis: Any) -> Done:
    """What was asked for at the meeting is decided, and the meeting's round closed."""
    from espalier.cycle.needs.stakeholders import queries
    from espalier.cycle.needs.stakeholders.queries import CONSIDERATION
    from espalier.kit.consultation import services
    from espalier.kit.consultation.queries import requests_of

    meeting = _rounds_by_title(analysis)[texts["meeting"]["title"]]
    if requests_of(meeting.pk):
        return Done("change requests", "decided", False)
    ids, parties = queries.consideration_ids_by_code(), _parties()
    for each in texts["request"]:
        request = services.request_change(
            round_id=meeting.pk,
            part="",
            text=each["text"],
            text_en=each["text_en"],
            words=each["words"],
            raised_by=parties.get(each["who"]),
            by=company.actor("manager"),
            at=company.at - CLOSED,
        )
        services.decide_change(
            request_id=str(request.pk),
            decision=each["decision"],
            reason=each["reason"],
            reason_en=each["reason_en"],
            effect=(CONSIDERATION, str(ids[each["effect"]])),
            by=company.actor("manager"),
            at=company.at - CLOSED,
        )
    _close(company, meeting.pk)
    return Done("change requests", f"{len(texts['request'])} decided", True)


def _unheard(company: Company, texts: Mapping[str, Any], analysis: Any) -> Done:
    from espalier.cycle.needs.stakeholders import queries, services

    told = texts["unheard"]
    silent = {each.group: each for each in queries.unheard() if each.stakeholder_id is None}
    each = silent.get(told["group"])
    is_new = each is not None and not each.reason
    if is_new:
        services.record_unheard_reason(
            analysis_id=analysis.pk,
            group=told["group"],
            reason=told["reason"],
            reason_en=told["reason_en"],
            by=company.actor("manager"),
            at=company.at,
        )
    return Done("not heard", told["group"], is_new)
