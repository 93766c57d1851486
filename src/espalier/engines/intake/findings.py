"""What a person should look at, as stable codes; collected while parsing."""

from enum import StrEnum

from espalier.engines.intake.types import IntakeWarning, Place, Unplaced


class WarningKind(StrEnum):
    """Codes of the warnings; the values are part of the contract."""

    NO_CODE = "no_code"
    NO_TITLE = "no_title"
    NO_LEVEL = "no_level"
    NO_CONTENT = "no_content"
    NO_VERSION_TABLE = "no_version_table"
    CODE_NOT_READ = "code_not_read"
    LEVEL_NOT_READ = "level_not_read"
    LEVEL_DIFFERS = "level_differs"
    DATE_NOT_READ = "date_not_read"
    TITLE_DIFFERS = "title_differs"
    CATEGORY_DIFFERS = "category_differs"
    OCCUPATION_DIFFERS = "occupation_differs"
    CATEGORIES_UNMATCHED = "categories_unmatched"
    VERSION_DIFFERS = "version_differs"
    REPLACED_BY_OTHER = "replaced_by_other"
    SAME_CODE_OTHER_TEXT = "same_code_other_text"
    SAME_TEXT_OTHER_CODE = "same_text_other_code"
    UNCODED_ITEM = "uncoded_item"
    ZERO_FOR_O = "zero_for_o"
    OTHER_COLUMN = "other_column"
    CODE_DIGITS_SPLIT = "code_digits_split"
    CODE_INSIDE_TEXT = "code_inside_text"
    NUMBERING_BREAKS = "numbering_breaks"
    GAP_IN_SEQUENCE = "gap_in_sequence"
    STRAY_BRACKET = "stray_bracket"
    RARE_CHARACTER = "rare_character"
    PAGE_COUNT_DIFFERS = "page_count_differs"
    BLOCK_UNCERTAIN = "block_uncertain"
    EMPTY_ITEM = "empty_item"


class Findings:
    """Collects warnings and unplaced lines of one parse, in the order they are met."""

    def __init__(self) -> None:
        self.warnings: list[IntakeWarning] = []
        self.unplaced: list[Unplaced] = []

    def warn(self, kind: WarningKind, place: Place | None, text: str) -> None:
        """Note something a person should look at; ``text`` quotes the source."""
        self.warnings.append(IntakeWarning(kind.value, place, text))

    def leave(self, place: Place, text: str) -> None:
        """Keep a text that no field took."""
        if text.strip():
            self.unplaced.append(Unplaced(place, text))
