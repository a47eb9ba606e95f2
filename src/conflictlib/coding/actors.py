"""In whose name somebody spoke: from the words of a source to actor, speaker and role.

In this order: pronouns (``antecedents``); people (``persons``), for the actor whose office they held on that day
(``offices``); bodies (``bodies``): states, organisations, ministries, capitals, unnamed officials;
descriptions (“the minister”, “the movement”). What can't be decided stays without a code.
"""

from __future__ import annotations

import datetime as dt
import re

from conflictlib.codebook import Codebook
from conflictlib.coding.antecedents import Antecedents, Page, Speaker, Spoke
from conflictlib.coding.bodies import POSSESSIVE, Bodies, Range
from conflictlib.coding.grammar import DASH
from conflictlib.coding.mentions import Mention
from conflictlib.coding.persons import Persons
from conflictlib.coding.reading import Reader
from conflictlib.coding.text import Text

LONGEST_NAME = 4
YEAR = re.compile("(?:19|20)[0-9]{2}")
OWN = frozenset({"we", "i", "us"})
PRONOUNS = frozenset({"he", "she", "it", "they", "him", "her", "them"})
RELATIVE = frozenset({"who", "which", "whose", "whom", "that", "where", "when"})


class Actors:
    """Finds and resolves actors by the aliases and offices of a codebook."""

    def __init__(self, book: Codebook) -> None:
        """Index the aliases and the people of `book`."""
        self._bodies = Bodies(book)
        self._reader = Reader(book, self._bodies)
        self._persons = Persons(book, self._reader, self._bodies)
        self._antecedents = Antecedents(book, self._of_words, self._group_before)
        self._office = book.word_list("office") | book.word_list("office_part") | book.word_list("title")
        self._determiner, self._particle = book.word_list("determiner"), book.word_list("particle")
        self._unnamed = self._office | self._determiner
        self._preposition, self._time = book.word_list("preposition"), book.word_list("time")
        self._in_office = book.word_list("in_office")
        self._states = frozenset(book.actors.loc[book.actors["kind"] == "state", "code"])

    def read(self, text: Text, day: dt.date | None, own: str | None = None) -> Page:
        """Find all mentions of actors, and the people whom the page or the codebook introduces."""
        return self._reader.read(text, day, own)

    def _of_words(self, text: Text, words: Range, page: Page) -> Spoke | None:
        """Resolve words that are no source: who was named before a pronoun."""
        answer = self._persons.speaking(text, words, page, page.day) or self._body(text, words, page)
        return self._spoke(text, words, answer, page) if answer is not None else None

    def _group_before(self, text: Text, head: Range, page: Page, n: int) -> Speaker | None:
        """Return the actors named together before some words, `n` of them if that is told."""
        body = self._bodies.group_before(text, head[0], page.mentions)
        if body is None or (n and len(body.codes) != n):
            return None
        return Speaker("JOINT", None, text.read(*head), tuple(sorted(body.codes)), body.words, body.rule)

    # -- a source ----------------------------------------------------------------------------------------------

    def speaker(self, text: Text, source: Range, page: Page, day: dt.date | None) -> Speaker:
        """Say in whose name the words `source` speak, and remember it for the pronouns behind."""
        head = self._head(text, source)
        word = text.lower[head[0]]
        if head[1] - head[0] == 1 and word in PRONOUNS:
            answer = self._antecedents.pronoun(text, head, page)
        elif head[1] - head[0] == 1 and word in OWN:
            answer = self._own(text, page)
        else:
            answer = self._named(text, head, page, day)
        page.note(self._spoke(text, head, answer, page))
        return answer

    def _head(self, text: Text, source: Range) -> Range:
        """Leave out what no longer names the speaker: “…, who received him”, and the verb in “urged by …”."""
        first, last = source
        dash = next((i for i in range(last - 2, first, -1) if text.words[i] in DASH), None)
        if dash is not None and ")" in text.words[first:dash] + text.words[dash - 1 : dash]:
            first = dash + 1  # a dateline: “JUBA (Wire) - Chad's president”
        agent = [i for i in range(first, min(first + 2, last - 1)) if text.lower[i] in {"by", "to"}]
        if (
            agent
            and (text.lower[agent[0]] == "by" or text.lower[first] == "according")
            and text.words[first][0].islower()
        ):
            first = agent[0] + 1
        while first < last - 1 and (text.lower[first] in self._time or YEAR.fullmatch(text.words[first])):
            first += 1
        last = self._without_time(text, first, last)
        cut = next((i for i in range(first + 1, last) if text.words[i] in RELATIVE), last)
        while (
            cut > first + 1 and not text.words[cut - 1][0].isalnum() and text.words[cut - 1] not in {")", *POSSESSIVE}
        ):
            cut -= 1
        return first, cut

    def _without_time(self, text: Text, first: int, last: int) -> int:
        """“Chad on Thursday”: the day is no part of the name."""
        end = last
        while end - 1 > first and (text.lower[end - 1] in self._time or text.words[end - 1][0].isdigit()):
            end -= 1
        while first < end - 1 < last - 1 and text.lower[end - 1] in self._preposition | {","}:
            end -= 1
        return end

    def _own(self, text: Text, page: Page) -> Speaker:
        if page.joint is not None:
            return page.joint
        return Speaker(page.own, rule="own voice of the publisher" if page.own else "own voice, publisher unknown")

    def _named(self, text: Text, head: Range, page: Page, day: dt.date | None) -> Speaker:
        together = self._together(text, head, page, day)
        if together is not None:
            return together
        answer = self._persons.speaking(text, head, page, day) or self._body(text, head, page)
        if answer is None or answer.name is None:
            answer = self._beside(text, head, page, day) or answer
        if answer is None or answer.name is None:
            described = self._antecedents.described(text, head, page, answer.code if answer else None)
            answer = described if described and (answer is None or described.name) else answer
        answer = answer or self._of_own(text, head, page)
        if answer is not None:
            return answer
        return Speaker(name=self._name(text, head), rule="nobody of the codebook")

    def _beside(self, text: Text, head: Range, page: Page, day: dt.date | None) -> Speaker | None:
        """“by the minister, Ines Duarte, as …”: the name stands behind a comma."""
        last = head[1]
        if (
            last + 1 >= len(text.words)
            or text.words[last] != ","
            or text.lower[last - 1] not in self._antecedents.person_nouns
        ):
            return None
        named = next((n for n in page.people.named if n.first == last + 1), None)
        return self._persons.of(text, (last + 1, named.last), named, page, day) if named else None

    def _name(self, text: Text, head: Range) -> str | None:
        """Return the words as a name if they look like one, without the office before it."""
        first = max((i + 1 for i in range(*head) if text.lower[i] in self._office), default=head[0])
        name = range(first, head[1])
        named = bool(name) and len(name) <= LONGEST_NAME and text.lower[first] not in self._determiner
        if named and all(text.words[i][0].isupper() or text.lower[i] in self._particle for i in name):
            return text.read(first, head[1])
        return None

    def _together(self, text: Text, head: Range, page: Page, day: dt.date | None) -> Speaker | None:
        """“President Duarte and Minister Halim of Chad”: a joint source of people with a name or office each."""
        ands = [i for i in range(head[0] + 1, head[1] - 1) if text.lower[i] == "and"]
        for i in ands:
            left, right = self._persons.speaking(text, (head[0], i), page, day), None
            if (
                left is None
                and self._several_unnamed(text, (head[0], i), page)
                and self._persons.speaking(text, (i + 1, head[1]), page, day)
            ):
                return Speaker(rule="several, of whom not all are named")
            if left is not None and left.code:
                right = self._persons.speaking(text, (i + 1, head[1]), page, day) or self._body(
                    text, (i + 1, head[1]), page
                )
            if left and right and right.code and right.code != left.code:
                members = sorted({*(left.members or (left.code,)), *(right.members or (right.code,))} - {None, "JOINT"})
                rule, each = "several actors together", (left, right) if len(members) == 2 else ()
                return Speaker("JOINT", None, None, tuple(str(m) for m in members), head, rule, each)
        return None

    def _several_unnamed(self, text: Text, words: Range, page: Page) -> bool:
        """“the foreign ministers of ten states” beside a name: that one does not speak for all of them."""
        several = not self._antecedents.several.isdisjoint(text.lower[slice(*words)])
        return several and self._bodies.speaking(text, words, page.mentions) is None

    def _body(self, text: Text, head: Range, page: Page) -> Speaker | None:
        body = self._bodies.speaking(text, head, page.mentions)
        if body is None:
            return None
        role = text.read(*head) if any(text.lower[i] in self._office for i in range(*head)) else None
        if len(body.codes) > 1:
            each = tuple(Speaker(code, None, role, (), body.words, body.rule) for code in body.codes[:2])
            return Speaker("JOINT", None, role, tuple(sorted(body.codes)), body.words, body.rule, each)
        return Speaker(body.codes[0], None, role, (), body.words, body.rule)

    def _of_own(self, text: Text, head: Range, page: Page) -> Speaker | None:
        """“the Foreign Minister”, “a government spokesman” without a name: of the state of the section or page."""
        if head[1] - head[0] > 6 or not self._unnamed.issuperset(text.lower[slice(*head)]):
            return None
        if not any(text.lower[i] in self._antecedents.person_nouns | self._in_office for i in range(*head)):
            return None
        code = self._heading(text, head[0], page)
        if code is not None:
            return Speaker(code, None, text.read(*head), (), head, "office under the heading of an actor")
        if page.own in self._states and text.lower[head[0]] not in {"a", "an"}:
            return Speaker(page.own, None, text.read(*head), (), head, "office of the publisher")
        return None

    def _heading(self, text: Text, at: int, page: Page) -> str | None:
        """Return the actor that is all of a line above, or of this line's first sentence: “CHAD. The envoy said …”."""
        sentence = text.sentence_of(at)
        number = text.paragraph_of(sentence)
        for paragraph in range(number, max(-1, number - 3), -1):
            first, end = text.sentences[text.paragraphs[paragraph][0]]
            words = [i for i in range(first, end) if text.words[i][0].isalnum()]
            named = [m for m in page.mentions if words and m.first == words[0] and m.use == "actor"]
            if named and named[0].last == words[-1] + 1:
                return named[0].code
        return None

    def _spoke(self, text: Text, head: Range, answer: Speaker, page: Page) -> Spoke:
        words = frozenset(text.lower[head[0] : head[1]]) | frozenset((answer.role or "").lower().split())
        pronoun = {"he": "he", "she": "she", "him": "he", "her": "she"}.get(text.lower[head[0]])
        end = next(
            (i for i in range(head[0] + 1, head[1]) if text.lower[i] in self._preposition or text.words[i] == ","),
            head[1],
        )
        noun = text.lower[end - 1] in self._antecedents.person_nouns
        person = answer.name is not None or pronoun is not None or noun
        earlier = pronoun if head[1] - head[0] == 1 else None
        if earlier and answer.name:
            page.people.pronouns.setdefault(answer.name, earlier)
        return Spoke(text.sentence_of(head[0]), answer, person, words)

    def of_two(self, speaker: Speaker) -> tuple[Speaker, Mention | None]:
        """“Chad and Mali discussed …” is the first one's statement to the other: return both."""
        if len(speaker.members) != 2 or not speaker.each:
            return speaker, None
        one, other = speaker.each
        return one, Mention(*(other.words or (0, 0)), other.code or "", "actor", "")

    def all_named(self, text: Text, page: Page) -> list[Mention]:
        """Return the mentions and the people with a code in the order of the text; a name covers what it holds."""
        people = [(n, page.people.by_name[n.person]) for n in page.people.named]
        named = [Mention(n.first, n.last, p.code, "actor", p.name) for n, p in people if p.code]
        covered = {i for m in named for i in range(m.first, m.last)}
        return sorted([*named, *(m for m in page.mentions if m.first not in covered)], key=lambda m: m.first)
