"""In whose name somebody spoke: mentions of actors, people and their offices on a page.

A name means its state only while the office lasts; a demonym only beside an office
(“the Egyptian minister”, not “Egyptian doctors”); a capital only alone, as a metonym.
What can't be decided stays without a code.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from conflictlib.codebook import Codebook
from conflictlib.coding.text import WORD, Text

Range = tuple[int, int]
ROMAN = re.compile(r"[IVX]+")
#: Where the family name stands first: “Zhai Jun” is “Zhai” in what follows.
FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "VNM"})


@dataclass(frozen=True)
class Mention:
    """Words that stand for an actor."""

    first: int
    last: int
    code: str
    use: str
    alias: str


@dataclass(frozen=True)
class Person:
    """Somebody known on the page: name as fully as the page or the codebook has it."""

    name: str
    code: str | None
    role: str | None
    rule: str


@dataclass(frozen=True)
class Speaker:
    """The answer for one source: code, name, role, members of a joint source, and the words that decided."""

    code: str | None = None
    name: str | None = None
    role: str | None = None
    members: tuple[str, ...] = ()
    words: Range | None = None
    rule: str = ""


@dataclass
class Page:
    """What a page has told so far about who speaks."""

    mentions: list[Mention]
    people: dict[str, Person] = field(default_factory=dict)  # by surname
    last_person: Speaker | None = None
    last_body: Speaker | None = None
    by_role: dict[str, Speaker] = field(default_factory=dict)
    own: str | None = None  # the body that issued the page: who “we” are


class Actors:
    """Finds and resolves actors by the aliases and offices of a codebook."""

    def __init__(self, book: Codebook) -> None:
        """Index the aliases and the people of `book`."""
        self._aliases: dict[str, list[tuple[tuple[str, ...], str, str, str]]] = {}
        for row in book.aliases.to_dict("records"):
            words = _words(row["alias"])
            self._aliases.setdefault(words[0], []).append((words, row["code"], row["use"], row["alias"]))
        self._names: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._terms: dict[str, list[dict[str, str]]] = {}
        for entry in book.offices.to_dict("records"):
            term = {str(name): str(value) for name, value in entry.items()}
            self._terms.setdefault(term["person"], []).append(term)
            for name in [term["person"], *term["aliases"].split(";")]:
                words = _words(name.strip())
                if len(words) > 1 or (words and name.strip() == term["person"]):
                    self._names.setdefault(words[0], []).append((words, term["person"]))
        for index in (self._aliases, self._names):
            for entries in index.values():
                entries.sort(key=lambda entry: -len(entry[0]))
        self._office, self._title = (
            book.word_list("office"),
            book.word_list("title") | book.word_list("office"),
        )
        self._armed = book.word_list("armed")  # “Palestinian militants” do not speak for Palestine
        self._determiner, self._preposition = book.word_list("determiner"), book.word_list("preposition")

    # -- the page --------------------------------------------------------------------------------------------

    def read(self, text: Text, day: dt.date | None, own: str | None = None) -> Page:
        """Find all mentions of actors, and the people whom the page or the codebook introduces."""
        page = Page(self._mentions(text), own=own)
        for i, word in enumerate(text.words):
            for words, person in self._names.get(word, ()):
                if _plain(text, i, len(words)) == words:
                    self._introduce(page, person, day)
                    break
        self._introduced_by_title(text, page)
        return page

    def _mentions(self, text: Text) -> list[Mention]:
        found, i = [], 0
        while i < len(text.words):
            for words, code, use, alias in self._aliases.get(text.words[i].replace("’", "'"), ()):
                if _plain(text, i, len(words)) == words:
                    found.append(Mention(i, i + len(words), code, use, alias))
                    i += len(words) - 1
                    break
            i += 1
        return found

    def _introduce(self, page: Page, person: str, day: dt.date | None) -> None:
        term = self.term(person, day)
        surname = next(word for word in reversed(_words(person)) if not ROMAN.fullmatch(word))
        known = Person(
            person,
            term["actor"] if term else None,
            term["office"] if term else None,
            "office held on that day",
        )
        other = page.people.get(surname)
        if other is not None and other.name != person:  # two people of one surname: alone it names neither
            code = known.code if known.code == other.code else None
            page.people[surname] = Person(surname, code, None, "surname of several people")
        else:
            page.people[surname] = known
        if known.code in FAMILY_NAME_FIRST:
            page.people.setdefault(_words(person)[0], known)
        page.people.setdefault(person, known)

    def term(self, person: str, day: dt.date | None) -> dict[str, str] | None:
        """Return the office that a person held on a day; of several the one begun last; None where there was none."""
        terms = [t for t in self._terms.get(person, ()) if day is None or began(t["from"]) <= day <= ended(t["to"])]
        if day is None:  # an office counts only while it lasts, and here nobody can tell
            return None
        return max(terms, key=lambda t: t["from"], default=None)

    def _titled_term(self, text: Text, source: Range, person: str, day: dt.date | None) -> dict[str, str] | None:
        """Return the office of a person on an undated page that gives the title beside the name."""
        lower = text.lower[slice(*source)]
        actors = {t["actor"] for t in self._terms.get(person, ())}
        titled = any(w in self._title for w in lower) and not {"former", "ex", "late", "then"} & set(lower)
        return (
            max(self._terms[person], key=lambda t: t["from"]) if day is None and titled and len(actors) == 1 else None
        )

    def _introduced_by_title(self, text: Text, page: Page) -> None:
        """“Chinese special envoy Zhai Jun”: a name behind a demonym and an office."""
        for mention in page.mentions:
            if mention.use == "mention":
                continue
            i = mention.last
            offices: list[str] = []
            name: list[str] = []
            if i < len(text.words) and text.words[i] in {"'s", "’s"}:
                i += 1
            while (
                i < len(text.words)
                and i < mention.last + 9
                and (
                    text.lower[i] in self._title - self._armed
                    or (
                        offices
                        and text.lower[i] in {"of", "for", "the", "on", "to", "affairs", "middle", "east", "and"}
                    )
                )
            ):
                offices.append(text.words[i])
                i += 1
            while (
                i < len(text.words)
                and len(name) < 4
                and text.words[i][0].isupper()
                and text.lower[i] not in self._title
            ):
                name.append(text.words[i])
                i += 1
            if (
                offices
                and name
                and text.lower[i - len(name) - 1] not in {"of", "for", "the", "on", "to", "and"}
                and len(name[-1]) > 2
            ):
                full = " ".join(name)
                self._remember(page, full, Person(full, mention.code, " ".join(offices), "introduced by office"))

    def _remember(self, page: Page, name: str, person: Person) -> None:
        known = page.people.get(name.split()[-1])
        if known is None or (known.code is None and person.code is not None):
            page.people[name.split()[-1]] = person
        page.people.setdefault(name, person)
        if person.code in FAMILY_NAME_FIRST:
            page.people.setdefault(name.split()[0], person)

    # -- a source --------------------------------------------------------------------------------------------

    def speaker(self, text: Text, source: Range, page: Page, day: dt.date | None) -> Speaker:
        """Say in whose name the words `source` speak, and remember it for the pronouns behind."""
        first, last = source
        word = text.lower[first]
        if last - first == 1 and word in {"he", "she"}:
            return page.last_person or Speaker(rule="pronoun without a speaker before it")
        if last - first == 1 and word in {"it", "they"}:
            return page.last_body or Speaker(rule="pronoun without a speaker before it")
        if last - first == 1 and word in {"we", "i"}:
            return Speaker(page.own, rule="own voice of the publisher" if page.own else "own voice, publisher unknown")
        answer = (
            self._named_person(text, source, page, day)
            or self._body(text, source, page)
            or self._by_role(text, source, page)
        )
        if answer is None:
            name = text.read(first, last) if text.words[first][0].isupper() and last - first <= 4 else None
            answer = Speaker(name=name, rule="nobody of the codebook")
        self._note(text, source, page, answer)
        return answer

    def _note(self, text: Text, source: Range, page: Page, answer: Speaker) -> None:
        if answer.name or any(text.lower[i] in self._title for i in range(*source)):
            page.last_person = answer
        if not answer.name:
            page.last_body = answer
        for i in range(*source):
            if text.lower[i] in self._title and answer.code:
                page.by_role[text.lower[i]] = answer
        if answer.role and answer.code:
            for word in answer.role.lower().split():
                if word in self._title:
                    page.by_role[word] = answer

    def _named_person(self, text: Text, source: Range, page: Page, day: dt.date | None) -> Speaker | None:
        first, last = source
        for i in range(first, last):
            for words, person in self._names.get(text.words[i], ()):
                if (
                    i + len(words) <= last
                    and _plain(text, i, len(words)) == words
                    and not self._belongs(text, i, first)
                ):
                    term = self.term(person, day) or self._titled_term(text, source, person, day)
                    role = term["office"] if term else None
                    code = term["actor"] if term else self._code_beside(text, source, page)
                    return Speaker(
                        code,
                        person,
                        role,
                        (),
                        (i, i + len(words)),
                        "office held on that day" if term else "named with an actor",
                    )
        for i in range(last - 1, first - 1, -1):
            person_known = page.people.get(text.words[i])
            if (
                person_known
                and not self._belongs(text, i, first)
                and (i + 1 == last or text.words[i + 1] in {",", "(", "–"})
            ):
                code = person_known.code or self._code_beside(text, source, page)
                return Speaker(code, person_known.name, person_known.role, (), (i, i + 1), person_known.rule)
        return None

    def _belongs(self, text: Text, i: int, first: int) -> bool:
        """“a spokesman for Netanyahu”, “a statement by Abbas”: still that side's words; “against Abbas” is not."""
        return i > first and text.lower[i - 1] in self._preposition - {"for", "of", "by", "from"}

    def _code_beside(self, text: Text, source: Range, page: Page) -> str | None:
        body = self._body(text, source, page)
        return body.code if body else None

    def _body(self, text: Text, source: Range, page: Page) -> Speaker | None:
        inside = [m for m in page.mentions if source[0] <= m.first and m.last <= source[1]]
        chosen = [m for m in inside if self._speaks(text, source, m)]
        if not chosen:
            return None
        heads = self._coordinated(text, source, chosen)
        words, role = (chosen[0].first, chosen[0].last), self._role(text, source)
        if len({m.code for m in heads}) > 1:
            return Speaker(
                "JOINT", None, role, tuple(sorted({m.code for m in heads})), words, "several actors together"
            )
        return Speaker(chosen[0].code, None, role, (), words, f"{chosen[0].use}: {chosen[0].alias}")

    def _speaks(self, text: Text, source: Range, mention: Mention) -> bool:
        first, last = source
        before = text.lower[mention.first - 1] if mention.first > first else ""
        behind = [text.lower[i] for i in range(mention.last, min(last, mention.last + 4))]
        if mention.use == "mention" or (before in self._preposition and before not in {"of", "for", "by", "from"}):
            return False
        if before in {"of", "for", "by", "from"}:
            return any(text.lower[i] in self._office for i in range(first, mention.first))
        if mention.use == "modifier":
            return bool(behind) and any(word in self._office - self._armed for word in behind[:3])
        if mention.use == "metonym":
            alone = all(text.lower[i] in self._determiner or i >= mention.first for i in range(first, mention.last))
            return alone and (not behind or behind[0] in {",", "and"} or behind[0] in self._office)
        if behind and behind[0] in {"'s", "'"}:
            return any(word in self._office for word in behind)
        if (
            mention.first > first
            and text.words[mention.first - 1][0].isupper()
            and before not in self._determiner | self._title
        ):
            return False
        return (
            not behind
            or not behind[0][0].isalpha()
            or behind[0] in self._office | {"and", "which", "who", "or"}
            or (mention.code not in {"USA"} and text.words[mention.last][0].isupper())
        )

    def _coordinated(self, text: Text, source: Range, mentions: list[Mention]) -> list[Mention]:
        """“Egypt, Qatar and the United States”: all of them; an apposition adds nobody."""
        heads = [mentions[0]]
        for mention in mentions[1:]:
            between = text.lower[heads[-1].last : mention.first]
            if set(between) <= {",", "and", "the"} and (
                {"and"} & set(between) or any(text.lower[i] == "and" for i in range(mention.last, source[1]))
            ):
                heads.append(mention)
        return heads

    def _role(self, text: Text, source: Range) -> str | None:
        words = [text.words[i] for i in range(*source)]
        return text.read(*source) if any(w.lower() in self._title for w in words) and len(words) > 1 else None

    def _by_role(self, text: Text, source: Range, page: Page) -> Speaker | None:
        """“the minister added”: the last speaker on the page with that office."""
        first, last = source
        if last - first <= 4 and text.lower[first] in {"the", "his", "her", "their", "its"}:
            return page.by_role.get(text.lower[last - 1])
        return None

    def first_in(self, text: Text, first: int, last: int, page: Page, within: int = 7) -> Mention | None:
        """Return the first actor named near the beginning of some words: who is urged, thanked, accused."""
        for mention in page.mentions:
            if first <= mention.first < min(first + within, last):
                return mention if mention.use != "mention" else None
        for i in range(first, min(first + within, last)):
            person = page.people.get(text.words[i])
            if person and person.code:
                return Mention(i, i + 1, person.code, "actor", text.words[i])
        return None


def _words(name: str) -> tuple[str, ...]:
    return tuple(match.group() for match in WORD.finditer(name.replace("’", "'")))


def _plain(text: Text, first: int, length: int) -> tuple[str, ...]:
    return tuple(word.replace("’", "'") for word in text.words[first : first + length])


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
