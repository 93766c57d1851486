"""The two font files every rendering needs, found once and named clearly when missing."""

from functools import lru_cache
from pathlib import Path

FAMILY = "Noto Sans TC"
FILES = ("NotoSansTC_400Regular.ttf", "NotoSansTC_700Bold.ttf")


class FontsMissing(ValueError):
    """The folder given does not hold the font files documents are set in."""


@lru_cache(maxsize=8)
def font_folder(fonts_dir: Path) -> str:
    """Return the folder as text after checking that both font files are in it.

    Raises
    ------
    FontsMissing
        Naming the folder, the files that are not in it, and how to get them.
    """
    missing = [name for name in FILES if not (fonts_dir / name).is_file()]
    if missing:
        raise FontsMissing(
            f"fonts: {' and '.join(missing)} not found in {fonts_dir}; build the front end, which "
            "copies them from the npm package @expo-google-fonts/noto-sans-tc"
        )
    return str(fonts_dir.resolve())
