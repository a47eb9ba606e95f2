"""Who held which office for which actor on which day: the terms of ``offices.csv``, found by a person's name."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from conflictlib.codebook import Codebook
from conflictlib.coding.mentions import words_of
from conflictlib.coding.text import Text

ROMAN = re.compile(r"[IVX]+")
_ARTICLE = re.compile(r"^(?:al|el|as|ash|an|ar)-(?=\w{3})")
_LETTERS = str.maketrans("ıøłđæœ’ʻ‘", "ioldao'''")
#: Where the family name stands first: “Zhai Jun” is “Zhai” in what follows.
FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "VNM", "KHM"})
LONG = 3652  # days
#: The offices (``kind``) whose holder is called by the family name alone.
LEADS = frozenset({"head_of_state", "head_of_government", "foreign_minister", "un_ambassador"})


class Term(NamedTuple):
    """An office that a person held for an actor, both days inclusive."""

    person: str
    office: str
    actor: str
    first: dt.date
    last: dt.date
    leads: bool  # head of state or government, foreign minister, or ambassador to the UN


class Offices:
    """The people of a codebook with their terms."""

    def __init__(self, book: Codebook) -> None:
        """Index the people by their names and family names."""
        self._terms: dict[str, list[Term]] = {}
        self._names: dict[str, dict[tuple[str, ...], str]] = {}
        self._surnames: dict[str, list[str]] = {}
        self.pronouns = {
            p: word for p, word in zip(book.offices["person"], book.offices["pronoun"], strict=True) if word
        }
        columns = ["person", "aliases", "office", "kind", "actor", "from", "to"]
        for person, aliases, office, kind, actor, first, last in book.offices[columns].itertuples(index=False):
            known = self._terms.setdefault(person, [])
            known.append(Term(person, office, actor, began(first), ended(last), kind in LEADS))
            if len(known) == 1:
                for surname in self.surnames(person, actor):
                    self._surnames.setdefault(surname, []).append(person)
            for name in (person, *filter(None, map(str.strip, aliases.split(";")))):
                words = tuple(map(fold, words_of(name)))
                self._names.setdefault(words[0], {}).setdefault(words, person)
        self.first_names = frozenset(self._names)
        self.leaders = frozenset(
            name for name, people in self._surnames.items() if any(t.leads for p in people for t in self._terms[p])
        )
        self._newest = max((t.first for terms in self._terms.values() for t in terms), default=dt.date.min)
        self._longest = {k: sorted(v.items(), key=lambda entry: -len(entry[0])) for k, v in self._names.items()}

    def surnames(self, person: str, actor: str | None) -> tuple[str, ...]:
        """Return by which words a person is called when the full name is known."""
        words = words_of(person)
        last = next((w for w in reversed(words) if not ROMAN.fullmatch(w)), words[-1])
        return (fold(last), fold(words[0])) if actor in FAMILY_NAME_FIRST and len(words) > 1 else (fold(last),)

    def at(self, text: Text, i: int) -> tuple[int, str] | None:
        """Return the person named at a word and the end of the name; None where none is."""
        for words, person in self._longest.get(fold(text.words[i]), ()):
            if len(words) == 1 or tuple(map(fold, text.words[i : i + len(words)])) == words:
                return i + len(words), person
        return None

    def on(self, person: str, day: dt.date | None) -> Term | None:
        """Return the office that a person held on a day; of several the one begun last; None where there was none."""
        terms = [t for t in self._terms.get(person, ()) if day is not None and t.first <= day <= t.last]
        return max(terms, key=lambda t: t.first, default=None)

    def for_one_actor(self, person: str) -> Term | None:
        """Return the last office of somebody who only ever spoke for one actor."""
        terms = self._terms.get(person, ())
        return max(terms, key=lambda t: t.first) if len({t.actor for t in terms}) == 1 else None

    def by_office(self, person: str, words: Iterable[str]) -> Term | None:
        """Return the last office of a person that shares a word with a title; None where it fits several actors."""
        near = set(words)
        terms = [t for t in self._terms.get(person, ()) if near & set(t.office.lower().split())]
        return max(terms, key=lambda t: t.first) if len({t.actor for t in terms}) == 1 else None

    def long_held(self, person: str) -> Term | None:
        """Return the last office of somebody who has spoken for one actor without a break for ten years until today.

        Today is when the latest term of the codebook began.
        """
        terms = sorted(self._terms.get(person, ()), key=lambda t: t.first)
        unbroken = all((b.first - a.last).days <= 31 for a, b in itertools.pairwise(terms))
        long = bool(terms) and (self._newest - terms[0].first).days > LONG and terms[-1].last == dt.date.max
        return terms[-1] if long and unbroken and len({t.actor for t in terms}) == 1 else None

    def holders(self, surname: str, day: dt.date) -> list[Term]:
        """Return the leaders and UN ambassadors of a family name on a day."""
        terms = (t for person in self._surnames.get(surname, ()) for t in self._terms[person])
        return [t for t in terms if t.leads and t.first <= day <= t.last]

    def titled(self, surname: str, title: Iterable[str], day: dt.date | None) -> list[Term]:
        """Return the terms of those of a family name whose office shares a word with `title`; on a day, if given."""
        words, found = set(title), []
        for person in self._surnames.get(fold(surname), ()):
            terms = [t for t in self._terms[person] if words & set(t.office.lower().split())]
            found += [t for t in terms if day is None or t.first <= day <= t.last]
        return found


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Return a word of a name without accents, capitals and article, so that transliterations meet.

    Examples
    --------
    >>> [fold(word) for word in ("Al-Sisi", "el-Sisi", "Erdoğan", "Rıza", "Støre")]
    ['sisi', 'sisi', 'erdogan', 'riza', 'store']
    """
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
        word = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _ARTICLE.sub("", word.casefold())


def began(day: str) -> dt.date:
    """Return the first day of a term that begins on a day, in a month (YYYY-MM) or a year; empty: ever since."""
    return dt.date.fromisoformat(
        (day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10] if len(day) == 7 else day or "0001-01-01"
    )


def ended(day: str) -> dt.date:
    """Return the last day of a term likewise; empty: it goes on."""
    if len(day) == 7:
        year, month = int(day[:4]), int(day[5:])
        return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    return dt.date.fromisoformat(f"{day}-12-31" if len(day) == 4 else day or "9999-12-31")
