"""Statements that report one utterance share a readout: same actor and day, and a content that fits.

Likeness of wording is no help alone: two outlets' reports of one call share hardly a phrase. So act, themes, addressee
and words count together, and each statement of a page goes to at most one of another page: that which fits best.
Statements of one page are never joined: a page that says two things says two things.
Pages that bring the same text are copies; their statements are joined whatever day the pages give.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

from conflictlib.codebook import Codebook

Row = dict[str, Any]

_WORDS, _NAMES = re.compile(r"\w+"), re.compile(r"\w{3,}")

#: Two statements that fit less are not the same utterance.
FITS = 0.48
#: Two that fit less are not joined by way of a third.
UNLIKE = 0.3
#: Assertions, which have no class of their own, and different acts are joined only by so much of their words.
ALIKE = 0.2
#: A content of fewer words is compared as if it had so many.
FEW = 3
#: Weights of the themes and the words in common, of the act and of the addressee.
THEMES, WORDS, ACT, ADDRESSEE = 0.45, 0.45, 0.2, 0.1
#: The class of acts that tell of a talk and not of what was said in it.
CONTACT = "CONSULT"
#: What is lost where one statement names another addressee in its content than the occasion of the other gives.
APART = 0.1
#: More statements than this with one mark in common (a word, a theme) are not compared for that mark.
COMMON = 60
#: What more statements than this say in the same words does not tell of two pages that one is a copy of the other.
MANY = 500
#: Of the statements of the shorter page so many, and two at least, stand in the same words in its copy.
COPIED = 0.8


class Readout(NamedTuple):
    """The id that retellings share (the ``statement_id`` of the first), and why a statement has it ("": told once)."""

    id: str
    why: str


@dataclass(frozen=True)
class _Told:
    """What of a statement is compared."""

    place: tuple[str, int, str]  # page, offset, statement: the order in which ties are settled
    page: str
    act: str
    negated: bool
    themes: frozenset[str]
    words: frozenset[str]
    addressee: str | None
    aimed: bool  # the addressee is named in the content; else the occasion gives it
    members: frozenset[str]
    names: frozenset[str]  # beginnings of the speaker's names
    text: str


class Readouts:
    """Joins the statements that report one utterance."""

    def __init__(self, book: Codebook) -> None:
        """Take the families of acts (PLOVER's classes) and their polarity from `book`."""
        acts = book.acts
        self._family = dict(zip(acts["code"], acts["plover"], strict=True))
        self._polarity = {c: int(p or 0) for c, p in zip(acts["code"], acts["polarity"], strict=True)}
        self._aliases: dict[str, list[str]] = defaultdict(list)
        for alias, code in zip(book.aliases["alias"], book.aliases["code"], strict=True):
            self._aliases[code].append(alias)
        kinds = ("determiner", "pronoun", "preposition", "auxiliary", "subordinator", "conjunction", "object_pronoun",
                 "question")  # fmt: skip
        self._titles = book.word_list("title")
        self._small = frozenset[str]().union(*(book.word_list(kind) for kind in kinds))

    def of(
        self, statements: Sequence[Row], *, totals: Mapping[str, int] | None = None, common: Set[str] = frozenset()
    ) -> list[Readout]:
        """Return the readout of each statement; in which order they come makes no difference.

        Of a part of a corpus, `totals` are the statements that its pages (by ``doc_id``) have in all, and `common`
        the ids of those whose words more than `MANY` statements of the corpus have.
        """
        told = [self._told(row) for row in statements]
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i, row in enumerate(statements):
            if (who := row["actor"] or row["speaker"]) and row["date"]:
                groups[str(who), str(row["date"])].append(i)
        clusters = _Clusters(told)
        for a, b in _copies(statements, told, totals, common):
            clusters.join(a, b, f"copy: the same words in {statements[a]['doc']}")
        for _, group in sorted(groups.items()):
            self._join(told, group, clusters)
        return clusters.readouts(statements)

    def _join(self, told: Sequence[_Told], group: Sequence[int], clusters: _Clusters) -> None:
        """Join the pairs of one actor and day that fit, the best first, unless what they were joined to is unlike."""
        fits = [(self._fit(told[a], told[b]), a, b) for a, b in _candidates(told, group)]
        best = sorted(
            (fit for fit in fits if fit[0] >= FITS),
            key=lambda fit: (-fit[0], *sorted((told[fit[1]].place, told[fit[2]].place))),
        )
        for _, a, b in best:
            if all(self._fit(told[c], told[d]) >= UNLIKE for c in clusters.of(a) for d in clusters.of(b)):
                clusters.join(a, b, self._why(told[a], told[b]))

    def _told(self, row: Row) -> _Told:
        words, addressee = _WORDS.findall(row["text"].lower()), row["addressee"] or None
        return _Told(
            place=(str(row["doc_id"]), int(row["start"] or 0), str(row["statement_id"])),
            page=str(row["doc_id"]),
            act=row["act"],
            negated=bool(row["negated"]),
            themes=frozenset(row["themes"]) - {"other"},
            words=frozenset(w[:5] for w in words if w not in self._small and len(w) > 2),
            addressee=addressee,
            aimed=self._named(addressee, row["text"]),
            members=frozenset(row["members"]),
            names=self._names(row["speaker"]),
            text=" ".join(words),
        )

    def _names(self, speaker: object) -> frozenset[str]:
        """Return the first three letters of a person's names: their ends differ between transliterations."""
        if not isinstance(speaker, str):
            return frozenset()
        bare = speaker.lower()
        if not bare.isascii():
            bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
        return frozenset(w[:3] for w in _NAMES.findall(bare) if w not in self._titles)

    def _named(self, code: str | None, text: str) -> bool:
        return code is not None and any(alias in text for alias in self._aliases.get(code, ()))

    def _barred(self, a: _Told, b: _Told) -> bool:
        """Tell whether two statements can't be one utterance, however alike they are."""
        if a.page == b.page or a.negated != b.negated or self._polarity[a.act] * self._polarity[b.act] < 0:
            return True
        if any(one and other and not one & other for one, other in ((a.members, b.members), (a.names, b.names))):
            return True
        if a.act != b.act and CONTACT in (self._family[a.act], self._family[b.act]):
            return True
        if a.addressee and b.addressee and a.addressee != b.addressee and a.aimed == b.aimed:
            return True  # two calls of one day, or two who are urged
        # themes alone join a thanks to a thanks, not an assertion to an assertion
        return _shared(a.words, b.words, FEW) < ALIKE and not (self._family[a.act] and a.act == b.act)

    def _fit(self, a: _Told, b: _Told) -> float:
        """Return how well two statements fit: what they have in common, over the marks that both have."""
        if self._barred(a, b):
            return 0.0
        family = self._family[a.act]
        marks = [(ACT, 1.0 if a.act == b.act else 0.6 if family and family == self._family[b.act] else 0.3)]
        marks.append((WORDS, _shared(a.words, b.words, FEW)))
        if a.themes and b.themes:
            marks.append((THEMES, _shared(a.themes, b.themes)))
        if a.addressee and a.addressee == b.addressee:
            marks.append((ADDRESSEE, 1.0))
        aside = a.addressee and b.addressee and a.addressee != b.addressee
        return sum(weight * mark for weight, mark in marks) / sum(w for w, _ in marks) - (APART if aside else 0.0)

    def _why(self, a: _Told, b: _Told) -> str:
        common = ", ".join(sorted(a.themes & b.themes)) or "words"
        return f"retelling: same actor and day, {' / '.join(sorted({a.act, b.act}))}, in common {common}"


def _shared(a: frozenset[str], b: frozenset[str], few: int = 1) -> float:
    """Return the share of what two sets have in common: the mean of that of the smaller and that of both together.

    A smaller set counts as if it had `few` members: that one word is in the other says little.
    """
    common = len(a & b)
    return (common / max(few, min(len(a), len(b))) + common / len(a | b)) / 2 if common else 0.0


def _candidates(told: Sequence[_Told], group: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Return the pairs that share a theme or a word: no other can fit. What very many share is passed over."""
    if len(group) == 2:
        return [(group[0], group[1])]
    marks: dict[str, list[int]] = defaultdict(list)
    for i in group:
        for mark in told[i].themes | told[i].words:
            marks[mark].append(i)
    return {pair for found in marks.values() if len(found) <= COMMON for pair in combinations(found, 2)}


def _copies(
    statements: Sequence[Row], told: Sequence[_Told], totals: Mapping[str, int] | None, common: Set[str]
) -> Iterator[tuple[int, int]]:
    """Return the pairs of statements in pages that bring the same text: most statements of the shorter."""
    texts: dict[tuple[Any, str], list[int]] = defaultdict(list)
    for i, row in enumerate(statements):
        texts[row["actor"], told[i].text].append(i)
    total = totals or Counter(one.page for one in told)
    shared: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for found in texts.values():
        if len(found) > MANY or told[found[0]].place[2] in common:
            continue
        found.sort(key=lambda i: told[i].place)
        for a, b in combinations(found, 2):
            if told[a].page != told[b].page:
                shared[told[a].page, told[b].page].append((a, b))
    for (one, other), pairs in sorted(shared.items()):
        if len(pairs) >= max(2, COPIED * min(total[one], total[other])):
            yield from sorted(pairs, key=lambda pair: [told[i].place for i in pair])


class _Clusters:
    """Statements joined so far; no cluster has two of one page."""

    def __init__(self, told: Sequence[_Told]) -> None:
        self._told = told
        self._cluster = [[i] for i in range(len(told))]
        self._why: dict[int, str] = {}

    def of(self, i: int) -> list[int]:
        return self._cluster[i]

    def join(self, a: int, b: int, why: str) -> None:
        one, other = self._cluster[a], self._cluster[b]
        if one is other or {self._told[i].page for i in one} & {self._told[i].page for i in other}:
            return
        for i in (a, b):
            self._why.setdefault(i, why)
        one += other
        for i in other:
            self._cluster[i] = one

    def readouts(self, statements: Sequence[Row]) -> list[Readout]:
        """Name each cluster after its first statement."""
        named = {id(c): min(c, key=lambda i: self._told[i].place) for c in self._cluster}
        return [
            Readout(str(statements[named[id(cluster)]]["statement_id"]), self._why.get(i, ""))
            for i, cluster in enumerate(self._cluster)
        ]
