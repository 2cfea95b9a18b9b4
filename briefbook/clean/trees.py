"""Decision trees whose leaves add up to a score: how the files of weights write them, and what they make of a line's numbers."""

from collections.abc import Sequence

Node = tuple[int, float, int, int]
"""Of a tree: which number, up to what value to go left, the node on the left, on the right; or -1 and the value."""


def parse_node(text: str) -> Node:
    """A node of a tree as the files of weights write it."""
    parts = text.split(" ")
    if len(parts) == 1:
        return -1, float(parts[0]), 0, 0
    return int(parts[0]), float(parts[1]), int(parts[2]), int(parts[3])


def sum_leaves(row: Sequence[float], trees: Sequence[Sequence[Node]], bias: float) -> float:
    """The bias and the value of the leaf that the row's numbers lead to in each tree, added in order."""
    score = bias
    for tree in trees:
        number, value, left, right = tree[0]
        while number >= 0:
            number, value, left, right = tree[left if row[number] <= value else right]
        score += value
    return score
