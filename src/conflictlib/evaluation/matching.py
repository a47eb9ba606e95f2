"""One to one: which predicted statement answers which gold one."""

from __future__ import annotations

from collections.abc import Iterable

#: A gold statement and a predicted one, by number.
Pair = tuple[int, int]


def pair_off(candidates: Iterable[tuple[float, int, int]]) -> list[Pair]:
    """Pair gold with predicted statements, the likest first, each at most once.

    `candidates` are likeness, number of the gold statement, number of the predicted one. Of equal likeness,
    the later ones of the text come first.

    >>> pair_off([(0.5, 0, 0), (0.9, 0, 1), (0.4, 1, 1), (0.3, 1, 0)])
    [(0, 1), (1, 0)]
    """
    pairs: list[Pair] = []
    gold_taken: set[int] = set()
    predicted_taken: set[int] = set()
    for _, gold, predicted in sorted(candidates, reverse=True):
        if gold not in gold_taken and predicted not in predicted_taken:
            gold_taken.add(gold)
            predicted_taken.add(predicted)
            pairs.append((gold, predicted))
    return pairs
