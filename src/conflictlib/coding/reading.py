"""Who is on a page: mentions of actors, people with the actors for whom they speak, and the signers of a joint page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from conflictlib.codebook import Codebook
from conflictlib.coding.antecedents import Page, Speaker
from conflictlib.coding.bodies import POSSESSIVE, Bodies
from conflictlib.coding.mentions import Aliases, Mention
from conflictlib.coding.offices import Offices
from conflictlib.coding.people import Introductions, Person
from conflictlib.coding.text import Text

#: A page is headed as a joint statement within its first sentences.
HEAD_OF_PAGE = 8


class Reader:
    """Reads pages by the aliases and offices of a codebook."""

    def __init__(self, book: Codebook, bodies: Bodies) -> None:
        """Index the aliases and the people of `book`."""
        self.aliases, self.offices, self._bodies = Aliases(book), Offices(book), bodies
        self._introductions = Introductions(book, self.offices, bodies)
        parts, courtesy = book.word_list("office_part"), book.word_list("courtesy")
        self._office = book.word_list("office") | book.word_list("title") | parts
        self._titles = self._office - parts - courtesy
        self._joint = book.word_list("joint_statement")

    def read(self, text: Text, day: dt.date | None, own: str | None = None) -> Page:
        """Find all mentions of actors, and the people whom the page or the codebook introduces."""
        mentions = self.aliases.find(text)
        page = Page(mentions, self._introductions.read(text, mentions, day), own, day)
        if day is None:
            self._give_titles(text, page)
        for name, person in page.people.by_name.items():
            page.people.by_name[name] = self.with_code(person, day)
        for name, person in page.people.by_name.items():
            if person.several:
                page.people.by_name[name] = self._shared(page, person)
        page.joint = self._signers(text, page)
        return page

    def _give_titles(self, text: Text, page: Page) -> None:
        """On a page without a day an office counts that stands in the sentence of the name or the one before.

        “Chad's prime minister has spoken. Abakar Moussa announced …”: with its actor, else it may be somebody else's.
        """
        offices = [(m, self._office_of(text, m)) for m in page.mentions if m.use in {"actor", "modifier"}]
        for named in page.people.named:
            person = page.people.by_name[named.person]
            number = text.sentence_of(named.first)
            if person.known is None or person.code is not None or person.former or number == 0:
                continue
            (first, _), (_, end) = text.sentences[number - 1], text.sentences[number]
            near = [(m, words) for m, words in offices if first <= m.first < end and words]
            for mention, words in near:
                term = self.offices.by_office(person.known, words & self._titles)
                if term is not None and term.actor == mention.code and self.offices.for_one_actor(person.known):
                    found = replace(person, code=term.actor, role=person.role or term.office, rule="office on the page")
                    page.people.by_name[named.person] = found

    def _office_of(self, text: Text, mention: Mention) -> set[str]:
        """Return the words of the office that stands behind a mention: “Chad's prime minister”."""
        i, words = mention.last, set[str]()
        while i < len(text.words) and (text.lower[i] in self._office or text.words[i] in POSSESSIVE):
            words.add(text.lower[i])
            i += 1
        return words if i == len(text.words) or not text.words[i][0].isupper() else set()

    def with_code(self, person: Person, day: dt.date | None) -> Person:
        """Add for whom somebody speaks: by the office of that day, else by the office that the page gives."""
        term = self.offices.on(person.known, day) if person.known else None
        if term is not None:
            return replace(person, code=term.actor, role=term.office, rule="office held on that day")
        if person.former or (day is not None and person.known and not person.given):
            return replace(person, code=None)
        term = self.offices.by_office(person.known, person.title & self._titles) if person.known else None
        if person.code is None and term is not None:
            return replace(person, code=term.actor, role=person.role or term.office, rule="office beside the name")
        term = self.offices.long_held(person.known) if person.known and person.code is None else None
        if term is not None:
            return replace(person, code=term.actor, role=term.office, rule="ten years and more in office until today")
        return person

    def _shared(self, page: Page, person: Person) -> Person:
        """Give a family name that several share the actor for whom all of them speak."""
        codes = {page.people.by_name[name].code for name in person.several}
        return replace(person, code=codes.pop() if len(codes) == 1 else None, rule="family name of several people")

    def _signers(self, text: Text, page: Page) -> Speaker | None:
        """Return who speaks on a page headed “Joint statement by …” or beginning “We, the ministers of …,”."""
        if "we" not in text.vocabulary and "joint" not in text.vocabulary:
            return None
        for number, (first, end) in enumerate(text.sentences):
            if number >= HEAD_OF_PAGE and "we" not in text.lower[first:end]:
                continue
            for i in range(first, end - 2):
                headed = (
                    number < HEAD_OF_PAGE
                    and text.lower[i] in self._joint
                    and "joint" in text.lower[max(first, i - 2) : i]
                )
                if (headed and text.lower[i + 1] in {"by", "of", "from"}) or text.lower[i : i + 2] == ["we", ","]:
                    body = self._bodies.speaking(text, (i + 2, end), page.mentions)
                    if body is not None and len(body.codes) > 1:
                        return Speaker(
                            "JOINT", None, None, tuple(sorted(body.codes)), body.words, "signers of the page"
                        )
        return None
