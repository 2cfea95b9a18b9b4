"""Decision trees whose leaves add up to a score: how the files of weights write them, and what they make of many lines at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Node = tuple[int, float, int, int]
"""Of a tree: which number, up to what value to go left, the node on the left, on the right; or -1 and the value."""

LEAVES = 12
"""Most leaves of a tree."""
UNIT = 1000
"""Leaves are whole numbers of thousandths, so that their sum is the same in whatever order, on whatever machine, they are added."""
_ALL_LEAVES = np.uint16((1 << LEAVES) - 1)
_LOWEST = np.array([0, *((n & -n).bit_length() - 1 for n in range(1, 1 << LEAVES))], dtype=np.intp)
"""The lowest bit that is set in a number."""


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Trees as tables.

    The leaves of a tree are numbered from the left. Each split that a line takes to the right rules out the leaves on its
    left; of what all of them leave, the first is where the line ends. So all splits are tried at once, and none waits for another.
    Source: C. Lucchese et al., QuickScorer: a fast algorithm to rank documents with additive ensembles of regression trees (SIGIR 2015).
    """

    numbers: NDArray[np.intp]
    """Of each split, tree by tree: which of a line's numbers it looks at."""
    limits: NDArray[np.float64]
    """Up to what value it goes left."""
    left_out: NDArray[np.uint16]
    """A bit for each leaf: those that remain where it goes right."""
    first: NDArray[np.intp]
    """Of each tree, where its splits begin."""
    values: NDArray[np.int64]
    """Of each leaf of each tree, in thousandths."""
    bias: float
    """What is added to their sum."""


def parse_node(text: str) -> Node:
    """A node of a tree as the files of weights write it."""
    parts = text.split(" ")
    if len(parts) == 1:
        return -1, float(parts[0]), 0, 0
    return int(parts[0]), float(parts[1]), int(parts[2]), int(parts[3])


def pack_trees(trees: Sequence[Sequence[Node]], bias: float) -> Forest:
    """The trees as tables; each has a split, and at most `LEAVES` leaves."""
    splits: list[tuple[int, float, int]] = []
    first, values = [], []
    for tree in trees:
        first.append(len(splits))
        leaves: list[float] = []

        def walk(node: int, tree: Sequence[Node] = tree, leaves: list[float] = leaves) -> int:
            """The leaves below a node, as bits."""
            number, value, left, right = tree[node]
            if number < 0:
                leaves.append(value)
                return 1 << (len(leaves) - 1)
            below = walk(left)
            splits.append((number, value, ~below & ((1 << LEAVES) - 1)))
            return below | walk(right)

        walk(0)
        values.append([round(UNIT * value) for value in leaves] + [0] * (LEAVES - len(leaves)))
    return Forest(
        numbers=np.array([number for number, _, _ in splits], dtype=np.intp),
        limits=np.array([limit for _, limit, _ in splits], dtype=np.float64),
        left_out=np.array([remaining for _, _, remaining in splits], dtype=np.uint16),
        first=np.array(first, dtype=np.intp),
        values=np.array(values, dtype=np.int64).reshape(len(trees), LEAVES),
        bias=bias,
    )


def sum_leaves(rows: NDArray[np.float64], forest: Forest) -> NDArray[np.float64]:
    """For each row of numbers the bias and the values of the leaves that they lead to, one a tree, added up."""
    if not len(rows) or not len(forest.first):
        return np.full(len(rows), forest.bias)
    right = np.take(rows.T, forest.numbers, axis=0) > forest.limits[:, None]
    remaining = np.bitwise_and.reduceat(np.where(right, forest.left_out[:, None], _ALL_LEAVES), forest.first, axis=0)
    leaves = np.take_along_axis(forest.values, _LOWEST[remaining], axis=1)
    scores: NDArray[np.float64] = leaves.sum(axis=0) / UNIT + forest.bias
    return scores
