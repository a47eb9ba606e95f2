"""People on a page: who is named where, known from the codebook or introduced by the page.

The page introduces by an office before the name (“Chadian envoy Abakar Moussa”), an apposition behind it
(“Ines Duarte, Portugal's minister for the sea”), or a bracket (“INES DUARTE (Portugal)”);
afterwards the family name is enough.
"""

from __future__ import annotations

import datetime as dt
import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from conflictlib.codebook import Codebook
from conflictlib.coding.bodies import POSSESSIVE, Bodies, Range
from conflictlib.coding.mentions import Mention, is_title_case
from conflictlib.coding.offices import Offices, fold
from conflictlib.coding.text import Text
from conflictlib.coding.titles import Title, Titles

LONGEST_NAME = 6


@dataclass(frozen=True)
class Person:
    """Somebody on the page: name as fully as page or codebook has it, code and role as the page gives them."""

    name: str
    code: str | None = None
    role: str | None = None
    rule: str = ""
    known: str | None = None  # the person of offices.csv
    title: frozenset[str] = frozenset()  # words of the office that the page gives beside the name, lower case
    given: bool = False  # office and actor stand before the name
    former: bool = False
    several: tuple[str, ...] = ()  # all of a family name that several on the page share: it names none of them


@dataclass(frozen=True)
class Named:
    """Where a person is named."""

    first: int
    last: int
    person: str  # key of ``People.by_name``


@dataclass
class People:
    """All people of a page, and where they are named, in the order of the text."""

    by_name: dict[str, Person] = field(default_factory=dict)
    surnames: dict[str, set[str]] = field(default_factory=dict)
    named: list[Named] = field(default_factory=list)
    capitals: dict[int, str] = field(default_factory=dict)  # the words that may be names, folded
    pronouns: dict[str, str] = field(default_factory=dict)  # “he” or “she”, where codebook, title or page tell it

    def within(self, first: int, last: int) -> list[Named]:
        """Return who is named between two words; the family name must lie there, the first name may stand before."""
        begin = max(0, bisect_left(self.named, first, key=attrgetter("first")) - 1)
        near = itertools.takewhile(lambda n: n.first < last, self.named[begin:])
        return [n for n in near if first < n.last <= last]


class Introductions:
    """Reads the people of a page."""

    def __init__(self, book: Codebook, offices: Offices, bodies: Bodies) -> None:
        """Take the word lists of `book`."""
        self._offices = offices
        self._titles = Titles(book, bodies)
        self._particle = book.word_list("particle")
        lists = ("preposition", "subordinator", "conjunction", "determiner", "adverb", "time", "auxiliary", "pronoun")
        self._no_name = (
            frozenset().union(*(book.word_list(k) for k in (*lists, "relative", "layout"))) | self._titles.all
        )
        self._he, self._she = book.word_list("he_title"), book.word_list("she_title")
        self._common = book.word_list("month") | book.word_list("weekday") | book.word_list("auxiliary")

    def read(self, text: Text, mentions: Sequence[Mention], day: dt.date | None) -> People:
        """Return the people of a page on which `mentions` were found."""
        people = People()
        folded = {word: fold(word) for word in set(text.words) if self._may_begin(word)}
        people.capitals = {i: folded[word] for i, word in enumerate(text.words) if word in folded}
        taken: dict[int, int] = {m.first: m.last for m in mentions if m.use != "mention"}
        for first, last in self._runs(text, people, taken):
            self._introduce(text, people, first, last, mentions, day)
        self._leaders(text, people, mentions, day)
        self._called(text, people)
        return people

    def _leaders(self, text: Text, people: People, mentions: Sequence[Mention], day: dt.date | None) -> None:
        """“Duarte” alone is the head of state or government or foreign minister of that name and day.

        Only where the page names the state, and nobody else of that name.
        """
        if day is None:
            return
        states, alone = {m.code for m in mentions}, dict[str, bool]()
        for i, surname in people.capitals.items():
            if (
                surname in self._offices.leaders
                and surname not in people.surnames
                and text.lower[i] not in self._common
            ):
                alone[surname] = alone.get(surname, True) and self._alone(text, i)
        for surname in (s for s, is_alone in alone.items() if is_alone):
            terms = self._offices.holders(surname, day)
            if len({t.person for t in terms}) == 1 and terms[0].actor in states:
                person = Person(terms[0].person, known=terms[0].person, rule="leader of that name on that day")
                people.by_name.setdefault(person.name, person)
                people.surnames[surname] = {person.name}

    def _runs(self, text: Text, people: People, taken: dict[int, int]) -> list[Range]:
        """Return the runs of capital words that may be names."""
        found, end = [], 0
        for i, folded in people.capitals.items():
            if i < end:
                continue
            known = self._offices.at(text, i) if folded in self._offices.first_names else None
            if known:
                end = known[0]
            elif i in taken:
                end = taken[i]
                continue
            elif self._may_be_name(text, i):
                end = self._end(text, i, taken)
            else:
                continue
            found.append((i, end))
        return found

    def _may_begin(self, word: str) -> bool:
        return word[0].isupper() or (word[0] in "ae" and self._article(word))

    def _article(self, word: str) -> bool:
        return word[:3] in {"al-", "el-"} and word[3:4].isupper()

    def _may_be_name(self, text: Text, i: int) -> bool:
        word = text.words[i]
        return (word[0].isupper() or self._article(word)) and text.lower[i] not in self._no_name and len(word) > 1

    def _end(self, text: Text, first: int, taken: dict[int, int]) -> int:
        i, limit = first + 1, min(first + LONGEST_NAME, len(text.words))
        while i < limit and i not in taken:
            particle = text.lower[i] in self._particle and i + 1 < limit and text.words[i + 1][0].isupper()
            if not (particle or self._may_be_name(text, i)) or text.ends[i - 1] == text.starts[i]:
                break
            if self._offices.at(text, i):
                break
            i += 1
        return i

    # -- one name ----------------------------------------------------------------------------------------------

    def _introduce(
        self, text: Text, people: People, first: int, last: int, mentions: Sequence[Mention], day: dt.date | None
    ) -> None:
        at = self._offices.at(text, first)
        known = at[1] if at and at[0] == last and self._is_known(text, first, last) else None
        title = self._titles.of(text, first, last, mentions)
        codes = title.codes if title else ()
        if known is None and title is not None and title.before and last - first == 1:
            known, codes = self._by_title(text, first, title, day)
        if known is None and (title is None or self._is_headline(text, first)):
            return
        words = set(text.lower[slice(*title.words)]) if title and title.words else set()
        person = Person(
            name=known or text.read(first, last),
            code=codes[0] if title and len(codes) == 1 and not title.out else None,
            role=text.read(*title.words) if title and title.words else None,
            rule="introduced by office",
            known=known,
            title=frozenset(words | set(text.lower[first:last]) & self._titles.offices),
            given=bool(title and title.before and title.codes),
            former=bool(title and title.out),
        )
        self._remember(people, person, text, first, last)

    def _is_headline(self, text: Text, i: int) -> bool:
        return is_title_case(text, *text.sentences[text.sentence_of(i)])

    def _is_known(self, text: Text, first: int, last: int) -> bool:
        """A full name is; a single word only where no other name stands beside it, nor is it a common word."""
        if last - first > 1:
            return True
        if text.lower[first] in self._common:
            return False
        return not any(
            0 <= i < len(text.words) and text.words[i][0].isupper() and self._may_be_name(text, i) and apart
            for i, apart in (
                (first - 1, text.sentence_of(first - 1) == text.sentence_of(first)),
                (last, True),
            )
        )

    def _by_title(self, text: Text, i: int, title: Title, day: dt.date | None) -> tuple[str | None, tuple[str, ...]]:
        """“President Duarte”: who of that family name had that office, on that day, and for whom.

        Two of one name and actor, father and son, still speak for that actor.
        """
        words = self._titles.offices.intersection(text.lower[slice(*(title.words or (0, 0)))])
        terms = self._offices.titled(text.words[i], words, day)
        terms = [t for t in terms if not title.codes or t.actor in title.codes]
        people, actors = {t.person for t in terms}, tuple({t.actor for t in terms})
        return people.pop() if len(people) == 1 else None, actors if len(actors) == 1 else title.codes

    # -- what is remembered --------------------------------------------------------------------------------------

    def _remember(self, people: People, person: Person, text: Text, first: int, last: int) -> None:
        key = person.name
        before = people.by_name.get(key) or self._longer(people, person, text, first, last)
        if before is not None:
            key = before.name
            people.by_name[key] = replace(
                before, code=before.code or person.code, role=before.role or person.role,
                title=before.title | person.title, given=before.given or person.given,
                former=before.former or person.former,
            )  # fmt: skip
        else:
            people.by_name[key] = person
        for surname in self._offices.surnames(key, self._actor(people.by_name[key])):
            people.surnames.setdefault(surname, set()).add(key)
        for surname in self._offices.surnames(text.read(first, last), people.by_name[key].code):
            people.surnames.setdefault(surname, set()).add(key)
        people.named.append(Named(first, last, key))

    def _longer(self, people: People, person: Person, text: Text, first: int, last: int) -> Person | None:
        """Return whom a family name alone means: the one person of that name so far."""
        if last - first > 1:
            return None
        keys = people.surnames.get(fold(text.words[last - 1]), set())
        return people.by_name[next(iter(keys))] if len(keys) == 1 else None

    def _actor(self, person: Person) -> str | None:
        term = self._offices.for_one_actor(person.known) if person.known else None
        return term.actor if term else person.code

    def _called(self, text: Text, people: People) -> None:
        """Add where people are called by the family name alone."""
        known = {i for n in people.named for i in range(n.first, n.last)}
        for i, surname in people.capitals.items():
            keys = people.surnames.get(surname)
            if keys and i not in known and text.lower[i] not in self._common and self._alone(text, i):
                name = next(iter(keys)) if len(keys) == 1 else text.words[i]
                people.by_name.setdefault(name, Person(name, several=tuple(sorted(keys))))
                people.named.append(Named(i, i + 1, name))
        people.named.sort(key=lambda n: n.first)
        self._pronouns(text, people)

    def _pronouns(self, text: Text, people: People) -> None:
        """Learn who is “he” or “she” from the codebook, or a title before the name."""
        for name, person in people.by_name.items():
            pronoun = self._offices.pronouns.get(person.known or "")
            if pronoun:
                people.pronouns[name] = pronoun
        for named in people.named:
            before = text.lower[max(0, named.first - 1) : named.first + 1]
            for called, titles in (("he", self._he), ("she", self._she)):
                if titles.intersection(before):
                    people.pronouns[named.person] = called

    def _alone(self, text: Text, i: int) -> bool:
        """“Sara Duarte” is not the Duarte of whom the page spoke; “Duarte”, “Mr Duarte” and “DUARTE” are."""
        first, end = text.sentences[text.sentence_of(i)]
        before, behind = i - 1, i + 1
        if before >= first and self._may_be_name(text, before) and text.ends[before] < text.starts[i]:
            return text.words[before][0].islower()
        return not (behind < end and self._may_be_name(text, behind) and text.words[behind] not in POSSESSIVE)
