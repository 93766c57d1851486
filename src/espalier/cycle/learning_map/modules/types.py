"""What a module version says, apart from how it is stored."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModuleContent:
    """Everything a version of a module says.

    Units: ``minutes`` of learning time, ``validity_months`` whole months; None means it never lapses.
    ``prerequisites`` are module codes; ``competencies`` maps competency code to the level reached.
    """

    name: str
    minutes: int
    mode: str
    mix: str = "formal"
    name_en: str = ""
    category: str = ""
    assessment: str = ""
    certificate: str = ""
    validity_months: int | None = None
    objectives: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    competencies: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs between two versions, as texts for the difference view."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PublishedModule:
    """A module as the map sees it: its version in force and what that asks and gives.

    ``raises`` maps competency id to level; ``requires`` are module ids.
    """

    id: int
    version_id: int
    version_no: int
    code: str
    name: str
    name_en: str
    minutes: int
    mode: str
    mix: str
    category: str
    assessment: str
    certificate: str
    validity_months: int | None
    requires: tuple[int, ...] = ()
    raises: tuple[tuple[int, float], ...] = ()

    @property
    def hours(self) -> float:
        return self.minutes / 60
