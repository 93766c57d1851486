"""The sheets of programmes, in the order in which they rest on each other."""

from espalier.cycle.strategy.permissions import CHANGE
from espalier.cycle.strategy.programmes.imports import design, guidance, options, programmes
from espalier.kit.registers.imports import offer


def register_imports() -> None:
    for room in (programmes, options, design, guidance):
        for register in room.REGISTERS:
            offer(register, stage="strategy", permission=CHANGE)
