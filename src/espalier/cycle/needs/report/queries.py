"""Reading what of the report is written by hand: narrative parts and findings."""

from espalier.cycle.needs.report.models import Finding, Narrative
from espalier.cycle.needs.report.types import FindingContent
from espalier.kit.errors import NotFound

FINDING, NARRATIVE = "needs.Finding", "needs.Narrative"


def narratives(analysis_id: int | None) -> dict[str, Narrative]:
    """The hand-written parts of an analysis. One query."""
    return {row.part: row for row in Narrative.objects.filter(analysis_id=analysis_id or 0)}


def findings(analysis_id: int | None) -> list[Finding]:
    """The findings of an analysis by code, with what says so. Two queries."""
    rows = Finding.objects.filter(analysis_id=analysis_id or 0).select_related(
        "extract__document", "consideration"
    )
    return list(rows.prefetch_related("rests_on").order_by("kind", "code"))


def finding_or_404(finding_id: int) -> Finding:
    """Raises: NotFound."""
    found = Finding.objects.prefetch_related("rests_on").filter(pk=finding_id).first()
    if found is None:
        raise NotFound
    return found


def content_of(finding: Finding) -> FindingContent:
    """What a finding says; no query when what it rests on was fetched before."""
    names = set(FindingContent.__dataclass_fields__) - {"rests_on"}
    return FindingContent(
        **{name: getattr(finding, name) for name in names},
        rests_on=tuple(sorted(each.pk for each in finding.rests_on.all())),
    )


def finding_ids_by_code() -> dict[str, int]:
    """Every finding's id by its code. One query."""
    return dict(Finding.objects.order_by("code").values_list("code", "pk"))


def used_extract_ids() -> set[int]:
    """Passages that findings rest on. One query."""
    rows = Finding.objects.exclude(extract=None).values_list("extract_id", flat=True)
    return {pk for pk in rows if pk is not None}
