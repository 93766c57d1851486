"""Joining needs of one person that the same seats cover: whoever closes one of them closes all."""

from typing import Any


def same_seats(a: int, b: int, need_first: Any, seats: Any) -> bool:
    """Whether two needs are covered by the same seats, whose lists are sorted."""
    n = need_first[a + 1] - need_first[a]
    if need_first[b + 1] - need_first[b] != n:
        return False
    same = 0
    for i in range(n):
        same += seats[need_first[a] + i] == seats[need_first[b] + i]
    return bool(same == n)


def join_needs(start: Any, need_first: Any, seats: Any, group: Any, bit_start: Any) -> None:
    """Number the groups of each person from 0; ``group`` stays -1 where no seat covers the need."""
    for person in range(start.size - 1):
        n = 0
        for need in range(start[person], start[person + 1]):
            if need_first[need] == need_first[need + 1]:
                continue
            found = -1
            for other in range(start[person], need):
                if group[other] >= 0 and same_seats(need, other, need_first, seats):
                    found = group[other]
                    break
            if found < 0:
                found = n
                n += 1
            group[need] = found
        bit_start[person + 1] = bit_start[person] + n


KERNEL = (same_seats, join_needs)
