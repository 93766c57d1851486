"""Every method of cross-analysis, surveys, transfer, chain, themes and pitfalls that runs on a table of a file."""

from espalier.engines.effects.crosscheck.cross_runs import CROSS
from espalier.engines.effects.pitfalls.runs import PITFALLS
from espalier.engines.effects.surveys.runs import SURVEYS
from espalier.engines.effects.themes.runs import THEMES
from espalier.engines.effects.transfer.runs import TRANSFER
from espalier.engines.figures.methods import Method

METHODS: tuple[Method, ...] = (*CROSS, *SURVEYS, *TRANSFER, *THEMES, *PITFALLS)
