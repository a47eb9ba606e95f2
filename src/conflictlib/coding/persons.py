"""People as sources: whether the words of a source are a person's own, and for whom that person spoke on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from conflictlib.codebook import Codebook
from conflictlib.coding.antecedents import Page, Speaker
from conflictlib.coding.bodies import POSSESSIVE, Bodies, Range
from conflictlib.coding.mentions import within
from conflictlib.coding.people import Named, Person
from conflictlib.coding.reading import Reader
from conflictlib.coding.text import Text


class Persons:
    """Resolves the person whom a source names."""

    def __init__(self, book: Codebook, reader: Reader, bodies: Bodies) -> None:
        """Take the word lists of `book`."""
        self._reader, self._bodies = reader, bodies
        self._office = book.word_list("office") | book.word_list("office_part") | book.word_list("title")
        self._preposition, self._out = book.word_list("preposition"), book.word_list("out_of_office")
        lists = ("determiner", "qualifier", "office_link", "courtesy", "out_of_office", "number")
        self._around = frozenset().union(*(book.word_list(kind) for kind in lists)) | {",", *POSSESSIVE}
        self._in_office = book.word_list("in_office")  # “Duarte's government”

    def speaking(self, text: Text, head: Range, page: Page, day: dt.date | None) -> Speaker | None:
        """Return the person whose words these are; None where the source names nobody or somebody aside."""
        named = [n for n in page.people.within(*head) if not self._aside(text, head, n, page)]
        if not named:
            return None
        whose = len(named) > 1 and text.words[named[0].last] in POSSESSIVE  # “Duarte's spokesman, Samir Halim”
        return self.of(text, head, named[-1] if whose else named[0], page, day)

    def of(self, text: Text, head: Range, named: Named, page: Page, day: dt.date | None) -> Speaker:
        """Return for whom somebody named in a source speaks, or whoever speaks for that person."""
        behind = text.lower[named.last : head[1]]
        person = self._on(page.people.by_name[named.person], day, behind)
        out = self._out.intersection(text.lower[max(head[0], named.first - 2) : named.first])
        if self._of_somebody(text, named, behind) or self._spoken_for(text, head, named):
            return self._for(text, head, named, person, behind) if not out else Speaker(rule="out of office")
        if person.code is None and not person.former and not out:
            body = self._bodies.speaking(text, head, page.mentions)
            if body is not None and len(body.codes) == 1:
                role = person.role or text.read(*head)
                return Speaker(body.codes[0], person.name, role, (), body.words, "named with an actor")
        words = (named.first, named.last)
        return Speaker(person.code, person.name, person.role, (), words, person.rule)

    def _on(self, person: Person, day: dt.date | None, behind: list[str]) -> Person:
        if person.known and day is not None:
            return self._reader.with_code(person, day)
        if person.known and person.code is None and self._in_office.intersection(behind):
            only = self._reader.offices.for_one_actor(person.known)
            return replace(person, code=only.actor if only else None)
        return person

    def _of_somebody(self, text: Text, named: Named, behind: list[str]) -> bool:
        """“Duarte's spokesman”, “the Duarte government”: the words of those around a person in office."""
        return bool(behind) and (
            behind[0] in POSSESSIVE
            or behind[0] in self._in_office
            or (behind[0] in self._office and text.words[named.last][0].islower())
        )

    def _for(self, text: Text, head: Range, named: Named, person: Person, behind: list[str]) -> Speaker:
        if person.code is None or (behind and behind[0] in POSSESSIVE and not self._office.intersection(behind[:4])):
            return Speaker(rule="belongs to somebody, for no actor")
        return Speaker(
            person.code, None, text.read(*head), (), (named.first, named.last), "speaks for a person in office"
        )

    def _spoken_for(self, text: Text, head: Range, named: Named) -> bool:
        """“a spokesman for Duarte”, “a statement by President Duarte”: still that side's words."""
        i = named.first - 1
        while i > head[0] and text.lower[i] in self._office:
            i -= 1
        return i > head[0] and text.lower[i] in {"for", "of", "by", "from", "to"} and text.lower[i - 1] in self._office

    def _aside(self, text: Text, head: Range, named: Named, page: Page) -> bool:
        """“talks with Duarte”, “Halim, a Duarte supporter”, “the Duarte campaign”: not Duarte's words."""
        mentioned = {i for m in within(page.mentions, *head) for i in range(m.first, m.last)}
        earlier = {i for n in page.people.within(head[0], named.first) for i in range(n.first, n.last)}
        for i in range(head[0], named.first):
            word, lower = text.words[i], text.lower[i]
            after_office = i > head[0] and (text.lower[i - 1] in self._office or i - 1 in mentioned)
            if lower in self._preposition and i > head[0] and not after_office:
                return True
            if lower in self._office or i in mentioned or i in earlier or lower in self._around:
                continue
            if lower.endswith("ing") and i > head[0]:  # “hackers backing Duarte”
                return True
            if word[0].isupper() and not (i == head[0] and self._is_adverbial(text, i)):
                return True
        behind = text.lower[named.last] if named.last < head[1] else ","
        ends = (
            not behind[0].isalnum()
            or behind in self._preposition
            or behind in {"and", "himself", "herself", "jr", "jr."}
        )
        return not ends and behind not in self._office and text.words[named.last] not in POSSESSIVE

    def _is_adverbial(self, text: Text, i: int) -> bool:
        return text.lower[i].endswith(("ly", "ing")) or text.lower[i] in self._preposition
