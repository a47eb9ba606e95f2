"""The words of a text, the runs of five that two texts are compared by, and the passage that both have.

A word is a run of letters and digits; in scripts without blanks (Chinese, Japanese, Thai, ...) it is one character.
Words are compared in one form (NFKC, case folded), so that punctuation, blanks and case make no difference.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Hashes = npt.NDArray[np.uint64]

#: So many words make a run ("shingle").
RUN = 5
#: A passage is shown up to so many words.
PASSAGE = 30

# Thai, Lao, Burmese, Khmer, kana, Chinese characters
_NO_BLANKS = ("\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
              "\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff")  # fmt: skip
# accents and vowel signs that stand by themselves (Latin, Hebrew, Arabic, Indic scripts), soft hyphen
_MARKS = "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0962\u0963\u0980-\u0983\u00ad"
_ASCII = re.compile(r"\w+", re.ASCII)
_WORD = re.compile(rf"[^\W{_NO_BLANKS}]+|[{_NO_BLANKS}]")
_WORD_WITH_MARKS = re.compile(rf"(?:[^\W{_NO_BLANKS}]|[{_MARKS}])+|[{_NO_BLANKS}]")  # twice as slow
_MARK = re.compile(f"[{_MARKS}]")


def pattern(text: str) -> re.Pattern[str]:
    """Return the pattern of the words of `text`: the fastest that finds them all."""
    if text.isascii():
        return _ASCII
    return _WORD_WITH_MARKS if _MARK.search(text) else _WORD


def words(text: str) -> list[str]:
    """Return the words of a text as they stand there.

    >>> words("A cease-fire, NOW: 停火")
    ['A', 'cease', 'fire', 'NOW', '停', '火']
    """
    found: list[str] = pattern(text).findall(text)
    return found


def folded(word: str) -> str:
    """Return the form in which a word is compared.

    >>> folded("ＮＯＷ"), folded("Cafe\u0301") == folded("CAFÉ")
    ('now', True)
    """
    return unicodedata.normalize("NFKC", word.replace("\u00ad", "")).casefold()


class WordHashes(dict[str, int]):
    """A 64-bit number for every word, from its folded form: the same in every process and on every machine."""

    def __missing__(self, word: str) -> int:
        """Work the number out once."""
        digest = hashlib.blake2b(folded(word).encode(), digest_size=8).digest()
        self[word] = number = int.from_bytes(digest, "little")
        return number

    def of(self, found: list[str]) -> Hashes:
        """Return the numbers of words, in their order."""
        import numpy as np

        return np.fromiter(map(self.__getitem__, found), dtype=np.uint64, count=len(found))


def runs(numbers: Hashes) -> Hashes:
    """Return a number for every run of five words, in their order; fewer than five words have none."""
    import numpy as np

    n = max(0, len(numbers) - RUN + 1)
    result = np.zeros(n, dtype=np.uint64)
    for place in range(RUN):  # a sum modulo 2**64 in which each place has its own odd factor, so order matters
        result += numbers[place : place + n] * np.uint64(pow(0x9E3779B97F4A7C15, place + 1, 2**64))
    return result


def common(one: Hashes, other: Hashes) -> int:
    """Return how many different runs two sorted sets have in common."""
    import numpy as np

    return len(np.intersect1d(one, other, assume_unique=True))


class Passage:
    """The longest stretch of words that a document has in common with another, up to `PASSAGE` words of it."""

    def __init__(self, text: str, other: str, hashes: WordHashes) -> None:
        """Find it; without a common run of five words, it is what both begin with."""
        here = [match.span() for match in pattern(text).finditer(text)]
        there = [match.span() for match in pattern(other).finditer(other)]
        mine = hashes.of([text[start:end] for start, end in here])
        theirs = hashes.of([other[start:end] for start, end in there])
        i, j = _longest(runs(mine).tolist(), runs(theirs).tolist())
        length = _length(mine[i : i + PASSAGE], theirs[j : j + PASSAGE])
        self.start, self.end = _offsets(here, i, length)
        self.first_start, self.first_end = _offsets(there, j, length)
        self.text = text[self.start : self.end]


def _offsets(spans: list[tuple[int, int]], first: int, length: int) -> tuple[int, int]:
    return (spans[first][0], spans[first + length - 1][1]) if length else (0, 0)


def _length(mine: Hashes, theirs: Hashes) -> int:
    import numpy as np

    n = min(len(mine), len(theirs))
    unlike = np.flatnonzero(mine[:n] != theirs[:n])
    return int(unlike[0]) if len(unlike) else n


def _longest(mine: list[int], theirs: list[int]) -> tuple[int, int]:
    """Return where the longest common stretch of runs begins, here and there; one of `PASSAGE` words is long enough."""
    places: dict[int, int] = {}
    for j, run in enumerate(theirs):
        places.setdefault(run, j)  # the first place: a run that comes back is no better evidence
    best, at, i = 0, (0, 0), 0
    while i < len(mine) and best < PASSAGE - RUN + 1:
        j = places.get(mine[i], -1)
        n = 0
        while j >= 0 and i + n < len(mine) and j + n < len(theirs) and mine[i + n] == theirs[j + n]:
            n += 1
        if n > best:
            best, at = n, (i, j)
        i += max(n, 1)
    return at
