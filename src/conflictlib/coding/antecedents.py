"""For whom “he”, “the ministry” or “the three” stand: the last fitting speaker, or the subject of the sentence before.

No gender is guessed from a name; but a title that tells it (“Mrs”, “spokesman”) and a pronoun used before do count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from conflictlib.codebook import Codebook
from conflictlib.coding.grammar import POSSESSIVE
from conflictlib.coding.mentions import Mention, within
from conflictlib.coding.people import People
from conflictlib.coding.text import Text

Range = tuple[int, int]
DEFINITE, WHOSE = frozenset({"the", "this", "that"}), frozenset({"his", "her", "their", "its"})


@dataclass(frozen=True)
class Speaker:
    """The answer for one source: code, name, role, members of a joint source, and the words that decided."""

    code: str | None = None
    name: str | None = None
    role: str | None = None
    members: tuple[str, ...] = ()
    words: Range | None = None
    rule: str = ""
    each: tuple[Speaker, ...] = ()  # of two who spoke together, one after the other


@dataclass(frozen=True)
class Spoke:
    """Who spoke in which sentence, and whether it is a person."""

    sentence: int
    speaker: Speaker
    person: bool
    words: frozenset[str] = frozenset()  # of source and role, lower case


@dataclass
class Page:
    """What a page has told so far about who speaks."""

    mentions: list[Mention]
    people: People = field(default_factory=People)
    own: str | None = None  # the body that issued the page: who “we” are
    day: dt.date | None = None
    joint: Speaker | None = None  # the signers, where the page is a joint statement
    spoke: list[Spoke] = field(default_factory=list)

    @cached_property
    def actor_ends(self) -> frozenset[int]:
        """The places at which a mention of an actor ends."""
        return frozenset(mention.last - 1 for mention in self.mentions)

    def note(self, spoke: Spoke) -> None:
        """Remember a speaker for the pronouns behind."""
        self.spoke.append(spoke)


Resolve = Callable[[Text, Range, Page], Spoke | None]
Group = Callable[[Text, Range, Page, int], Speaker | None]


class Antecedents:
    """Finds the speaker for whom a pronoun or a description stands."""

    def __init__(self, book: Codebook, resolve: Resolve, group: Group) -> None:
        """Take the word lists of `book`: what a person, and a body of each kind, may be called.

        `resolve` says who some words name that are no source, such as the subject of a sentence;
        `group` who was named together before a word.
        """
        self._resolve, self._group = resolve, group
        self._numeral = next(c.split() for c in book.words.loc[book.words["kind"] == "numeral", "words"])
        self._same = [frozenset(cell.split()) for cell in book.words.loc[book.words["kind"] == "same_office", "words"]]
        self._person, self._any_person = book.word_list("called_person"), book.word_list("called_speaker")
        self._he, self._she = book.word_list("he_title"), book.word_list("she_title")
        kinds = {str(k)[7:]: book.word_list(str(k)) for k in book.words["kind"] if str(k).startswith("called_")}
        self._body = {k: v for k, v in kinds.items() if k not in {"person", "speaker", "several"}}
        self.several = book.word_list("called_several")
        self._kind = dict(zip(book.actors["code"], book.actors["kind"], strict=True))
        self._second = book.word_list("second") | book.word_list("out_of_office")
        self._short = book.word_list("short_name")
        self._names: dict[str, set[str]] = {}
        for alias, code in zip(book.aliases["alias"], book.aliases["code"], strict=True):
            self._names.setdefault(code, set()).update(alias.lower().split())
        self._preposition = book.word_list("preposition")
        self.person_nouns = self._person | self._any_person
        lists = ("office", "office_part", "title", "determiner", "qualifier", "office_link", "particle")
        self._phrase = frozenset().union(*(book.word_list(kind) for kind in lists)) | {","}
        self._time = book.word_list("time")

    def pronoun(self, text: Text, source: Range, page: Page) -> Speaker:
        """Return for whom “he”, “it”, “they” stand."""
        word, sentence = text.lower[source[0]], text.sentence_of(source[0])
        if word in {"he", "she", "him", "her"}:
            called = "he" if word in {"he", "him"} else "she"
            found = self._person_before(text, page, source[0], sentence, called)
        else:
            found = self._body_before(text, page, source[0], sentence, several=word in {"they", "them"})
        return found or Speaker(rule="pronoun without a speaker before it")

    def _person_before(self, text: Text, page: Page, at: int, sentence: int, called: str) -> Speaker | None:
        last = next((s for s in reversed(page.spoke) if s.person and self._may_be(s, called, page)), None)
        here = {":", ";"} & set(text.words[text.sentences[sentence][0] : at])  # “Duarte drew a line: …, he said”
        if last is not None and last.sentence >= sentence - (not here):
            return last.speaker
        for subject in self._subjects(text, page, at, sentence):
            if subject.person and self._may_be(subject, called, page):
                return subject.speaker
        return last.speaker if last is not None and self._near(text, last, sentence) else None

    def _may_be(self, spoke: Spoke, called: str, page: Page) -> bool:
        other = self._she if called == "he" else self._he
        return page.people.pronouns.get(spoke.speaker.name or "", called) == called and not other & spoke.words

    def _near(self, text: Text, spoke: Spoke, sentence: int) -> bool:
        """Tell whether somebody spoke in this paragraph or the one before."""
        paragraph = text.paragraph_of(sentence)
        return spoke.sentence >= text.paragraphs[max(0, paragraph - 1)][0]

    def _body_before(self, text: Text, page: Page, at: int, sentence: int, *, several: bool) -> Speaker | None:
        last = next((s for s in reversed(page.spoke) if not s.person or (several and s.speaker.code == "JOINT")), None)
        if last is not None and last.sentence >= sentence - 1:
            return last.speaker
        for subject in self._subjects(text, page, at, sentence):
            if not subject.person:
                return subject.speaker
        return last.speaker if last is not None and self._near(text, last, sentence) else None

    def _subjects(self, text: Text, page: Page, at: int, sentence: int) -> Iterator[Spoke]:
        """Yield the subjects of this sentence and of the one before, then who alone is named there."""
        for number in (sentence, sentence - 1):
            if number < 0 or (number < sentence and not self._same_paragraph(text, number, sentence)):
                return
            first, end = text.sentences[number]
            opening = self._opening(text, page, first, min(end, at))
            if opening is not None:
                subject = self._resolve(text, opening, page)
                if subject is not None and subject.speaker.code:
                    yield replace(subject, speaker=replace(subject.speaker, rule="subject of the sentence before"))
            people = {n.person: n for n in page.people.within(first, min(end, at))}
            if len(people) == 1:
                named = next(iter(people.values()))
                alone = self._resolve(text, (named.first, named.last), page)
                if alone is not None and alone.speaker.code:
                    yield replace(alone, speaker=replace(alone.speaker, rule="named in the sentence before"))

    def _same_paragraph(self, text: Text, one: int, other: int) -> bool:
        return text.paragraph_of(one) == text.paragraph_of(other)

    def _opening(self, text: Text, page: Page, first: int, end: int) -> Range | None:
        """Return the name or office with which a sentence opens, behind an adverbial: “On Monday Duarte met …”."""
        mentioned = {i for m in within(page.mentions, first, end) for i in range(m.first, m.last)}
        i = first
        if i < end and text.lower[i] in self._preposition:
            while i < end and text.words[i] != "," and not (i > first + 1 and text.lower[i - 1] in self._time):
                i += 1
            i += i < end and text.words[i] == ","
        start = i
        while i < end and i - start < 14 and (
            text.words[i][0].isupper() or text.lower[i] in self._phrase or i in mentioned or text.words[i] in POSSESSIVE
        ):  # fmt: skip
            i += 1
        return (start, i) if i > start else None

    # -- descriptions ------------------------------------------------------------------------------------------

    def described(self, text: Text, head: Range, page: Page, code: str | None) -> Speaker | None:
        """Return for whom “the minister”, “the movement”, “the three” stand; with a code, only who has it."""
        first, last = head
        words, sentence = text.lower[first:last], text.sentence_of(first)
        if not self._phrase.issuperset(words) and (len(words) > 6 or words[0] not in DEFINITE):
            return None
        if code is None and not WHOSE.isdisjoint(words):
            return self._of_whose(text, head, page, sentence)
        end = next((i for i in range(first + 1, last) if text.lower[i] in self._preposition), last)
        if code is None and text.lower[end : end + 2] == ["of", "the"] and text.lower[last - 1] != "state":
            whose = self._described_body(text, (end + 1, last), page, sentence)
            return replace(whose, name=None, role=text.read(*head)) if whose else None
        if text.lower[end - 1] in self.person_nouns and words[0] in DEFINITE:
            return self._described_person(text, page, (first, end), sentence, code)
        if code is not None or len(words) > 3:
            return None
        if text.lower[last - 1] in self.several:
            return self._described_group(text, head, page)
        return self._described_body(text, head, page, sentence)

    def _of_whose(self, text: Text, head: Range, page: Page, sentence: int) -> Speaker | None:
        """“its envoy”, “a statement of its foreign ministry”: of the body before."""
        offices = self.person_nouns | self._body["state"] | self._body["words"]
        if offices.isdisjoint(text.lower[slice(*head)]):
            return None
        if {"his", "her"} & set(text.lower[slice(*head)]):
            near = (s.speaker for s in reversed(page.spoke) if s.person and self._near(text, s, sentence))
            whose = next(near, None)
        else:
            whose = self._body_before(text, page, head[0], sentence, several=False)
        if whose is None or whose.code in {None, "JOINT"}:
            return None
        return Speaker(whose.code, None, text.read(*head), (), whose.words, "office of the body before")

    def _described_group(self, text: Text, head: Range, page: Page) -> Speaker | None:
        """“the five foreign ministers”, “the leaders”: who spoke together before, or was named together, so many."""
        words = text.lower[slice(*head)]
        n = next((self._numeral.index(word) for word in words if word in self._numeral), 0)
        spoke = [s for s in page.spoke if s.speaker.code == "JOINT" or words[-1] in s.words]
        if spoke and (not n or len(spoke[-1].speaker.members) in {0, n}):
            return spoke[-1].speaker
        if page.joint is not None and (not n or len(page.joint.members) == n):
            return page.joint
        return self._group(text, head, page, n)

    def _described_person(self, text: Text, page: Page, head: Range, sentence: int, code: str | None) -> Speaker | None:
        words, noun = text.lower[slice(*head)], text.lower[head[1] - 1]
        offices = {noun, *(word for word in words if word in self._person)}
        second = self._second.intersection(words)  # the deputy is not the minister
        alike = offices.union(*(same for same in self._same if same & offices))
        people = [s for s in page.spoke if s.person and code in {None, s.speaker.code} and second <= s.words]
        if people and people[-1].sentence >= sentence - 1 and (people[-1].words & alike or noun in self._any_person):
            return people[-1].speaker
        for subject in self._subjects(text, page, text.sentences[sentence][0], sentence):
            if (
                subject.person
                and code in {None, subject.speaker.code}
                and subject.words & alike
                and second <= subject.words
            ):
                return subject.speaker
        spoke = next((s for s in reversed(people) if s.words & alike), None)
        if spoke is None and noun in self._any_person and people and self._near(text, people[-1], sentence):
            spoke = people[-1]
        return spoke.speaker if spoke else None

    def _is_called(self, code: str, noun: str) -> bool:
        """A court is no council: such a noun must be one of the actor's own names."""
        return noun not in self._short or noun in self._names.get(code, ())

    def _described_body(self, text: Text, head: Range, page: Page, sentence: int) -> Speaker | None:
        noun = text.lower[head[1] - 1]
        kinds = [kind for kind, nouns in self._body.items() if noun in nouns]
        if not kinds:
            return None
        for spoke in reversed(page.spoke):
            if not self._near(text, spoke, sentence):
                break
            code = spoke.speaker.code or ""
            if (
                "words" in kinds
                or noun in spoke.words
                or (self._kind.get(code) in kinds and self._is_called(code, noun))
            ):
                return replace(spoke.speaker, name=None, role=text.read(*head))
        first = text.sentences[max(0, sentence - 2)][0]
        near = [m for m in within(page.mentions, first, head[0]) if m.use in {"actor", "metonym"}]
        codes = {m.code: m for m in near if self._kind.get(m.code) in kinds and self._is_called(m.code, noun)}
        if len(codes) != 1:
            return None
        mention = next(iter(codes.values()))
        return Speaker(mention.code, None, text.read(*head), (), (mention.first, mention.last), "the one named before")
