"""Tasks that do nothing but behave well or badly, to try child processes with (``tests`` and installations)."""

import os
import sys
import time

from espalier.engines.planner.child import Channel


def count(upto: int, channel: Channel) -> int:
    """Report and keep every number on the way."""
    for number in range(1, upto + 1):
        channel.report("counting", incumbent=number)
        channel.keep(number)
    return upto


def chatter(words: str, channel: Channel) -> str:
    """Write to standard output, as C libraries do."""
    os.write(1, words.encode())
    sys.stdout.write(words)
    return "said"


def crash(best: int, channel: Channel) -> None:
    """Keep an answer, then fail."""
    channel.keep(best)
    raise KeyError("as rehearsed")


def abort(best: int, channel: Channel) -> None:
    """Keep an answer, then die without a word, as an assertion in C does."""
    channel.keep(best)
    os.abort()


def swell(best: int, channel: Channel) -> None:
    """Keep an answer, then take memory without end."""
    channel.keep(best)
    taken = []
    while True:
        taken.append(bytearray(1 << 27))


def wait_politely(best: int, channel: Channel) -> int:
    """Keep an answer and wait to be stopped, then return a better one."""
    channel.keep(best)
    while not channel.stop_requested():
        time.sleep(0.02)
    return best + 1


def wait_deaf(best: int, channel: Channel) -> None:
    """Keep an answer and do not listen any more."""
    channel.keep(best)
    while True:
        time.sleep(1)
