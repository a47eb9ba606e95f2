"""What is counted in statements to be compared: their words, their themes, or their acts."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from conflictlib import counting
from conflictlib.coding.text import WORD

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from conflictlib.codebook import Codebook

UNITS = ("word", "theme", "act")

#: Kinds of words in the codebook's words.csv that say nothing of a subject.
GRAMMAR = ("auxiliary", "be", "determiner", "pronoun", "object_pronoun", "possessive", "preposition", "relative",
           "coordinator", "subordinator")  # fmt: skip


def stop_words_of(codebook: Codebook) -> frozenset[str]:
    """Return the words of grammar: auxiliaries, determiners, pronouns, prepositions and conjunctions."""
    return frozenset().union(*map(codebook.word_list, GRAMMAR))


def words_of(text: object) -> list[str]:
    """Return the words of a text in lower case, numbers too and marks not, as the coder splits it.

    A hyphen or an apostrophe within a word belongs to it, ``'s`` and ``n't`` are words, and a script that sets no
    blanks between words gives long ones.

    >>> words_of("Israel’s cease-fire won’t hold: 1,200 met in Málaga.")
    ['israel', "'s", 'cease-fire', 'wo', "n't", 'hold', '1,200', 'met', 'in', 'málaga']
    """
    if not isinstance(text, str):
        return []
    found = [word for word in WORD.findall(text) if word[0].isalnum() or word[-1].isalnum()]
    return [word.lower().replace("’", "'").replace("‘", "'") for word in found]


def words(statements: pd.DataFrame) -> counting.Groups:
    """Put each word of each statement into a group, as `counting.group` does with codes."""
    import numpy as np
    import pandas as pd

    found = [words_of(text) for text in counting.take(statements, "text")]
    rows = np.repeat(np.arange(len(found), dtype="int64"), [len(one) for one in found])
    codes, labels = pd.factorize(np.array([*itertools.chain.from_iterable(found)], dtype=object), sort=True)
    return counting.Groups("word", rows, codes.astype("int64"), np.asarray(labels, dtype=object), several=True)


def stop(unit: str, given: Collection[str] | None, codebook: Codebook) -> frozenset[str]:
    """Return what is not compared: words of grammar, or those given; what is not coded."""
    if unit != "word":
        return frozenset({counting.NOT_CODED})
    return stop_words_of(codebook) if given is None else frozenset(word.lower() for word in given)
