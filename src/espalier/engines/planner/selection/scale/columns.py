"""Columns of the master: yearly sets as a sparse table that grows."""

from dataclasses import dataclass

import numpy as np

from espalier.engines.planner.selection.scale.instance import Instance


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The seats of column c are ``seats[start[c]:start[c + 1]]``; ``weight`` is what they close together."""

    group: np.ndarray  # convexity row
    department: np.ndarray
    weight: np.ndarray
    start: np.ndarray
    seats: np.ndarray

    def __len__(self) -> int:
        return int(self.group.size)

    def owner(self) -> np.ndarray:
        """Column of each seat listed."""
        return np.repeat(np.arange(len(self)), np.diff(self.start))


def columns_of(instance: Instance, chosen: np.ndarray, group: np.ndarray, n_groups: int) -> Columns:
    """The chosen seats as one column a group of people (of one department each); empty ones are left out."""
    seats = np.flatnonzero(chosen > 0)
    owner = group[instance.person[seats]]
    order = np.argsort(owner, kind="stable")
    seats, owner = seats[order], owner[order]
    groups, first = np.unique(owner, return_index=True)
    weight = np.bincount(group, weight_by_person(instance, chosen), n_groups).astype(np.int64)
    return Columns(
        groups,
        instance.department[instance.person[seats[first]]],
        weight[groups],
        np.append(first, seats.size),
        seats.astype(np.int32),
    )


def weight_by_person(instance: Instance, chosen: np.ndarray) -> np.ndarray:
    """What the chosen seats close of each person, each bit once."""
    covered = np.zeros(instance.bit_weight.size, dtype=bool)
    entry = np.repeat(chosen > 0, np.diff(instance.bits_start))
    seat = np.repeat(np.arange(instance.n_seats), np.diff(instance.bits_start))[entry]
    covered[instance.bit_start[instance.person[seat]] + instance.bits[entry]] = True
    owner = np.repeat(np.arange(instance.n_people), np.diff(instance.bit_start))
    weight = np.bincount(owner[covered], instance.bit_weight[covered], instance.n_people)
    return weight.astype(np.int64)


def only_new(columns: Columns, known: set[int]) -> Columns:
    """Leave out sets already in the master; ``known`` holds a key of each and is added to."""
    keys = [
        hash((int(g), columns.seats[a:b].tobytes()))
        for g, a, b in zip(columns.group, columns.start[:-1], columns.start[1:], strict=True)
    ]
    fresh = np.array([key not in known for key in keys], dtype=bool)
    known.update(keys)
    return picked(columns, np.flatnonzero(fresh))


def picked(columns: Columns, kept: np.ndarray) -> Columns:
    """Some of the columns, in the order asked."""
    length = np.diff(columns.start)[kept]
    start = np.concatenate(([0], np.cumsum(length)))
    at = np.repeat(columns.start[kept] - start[:-1], length) + np.arange(start[-1])
    return Columns(
        columns.group[kept],
        columns.department[kept],
        columns.weight[kept],
        start,
        columns.seats[at],
    )


def joined(parts: list[Columns]) -> Columns:
    """All columns of several tables, in order."""
    lengths = np.concatenate([np.diff(part.start) for part in parts])
    return Columns(
        np.concatenate([part.group for part in parts]),
        np.concatenate([part.department for part in parts]),
        np.concatenate([part.weight for part in parts]),
        np.concatenate(([0], np.cumsum(lengths))),
        np.concatenate([part.seats for part in parts]),
    )
