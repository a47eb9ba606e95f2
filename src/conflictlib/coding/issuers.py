"""Who issues a page: the body whose “we” stands there, read from the page's publisher, title or heading.

A government's body, an embassy, an organisation issues releases in its own voice. A newspaper issues none,
whatever country stands in its name: the “we” of an outlet is nobody's statement here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from conflictlib.codebook import Codebook
from conflictlib.coding.actors import Actors
from conflictlib.coding.antecedents import Page, Speaker
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.grammar import Range
from conflictlib.coding.mentions import Mention
from conflictlib.coding.text import Text, read_text

HOST = re.compile(r"(?:[a-z]+:)?(?://)?([^\s/:?#@]+)", re.IGNORECASE)
#: Lines at the head of a page among which its heading stands.
HEAD = 6
LONGEST_HEADING = 40  # words
#: What ends the name of the issuer in a heading: “Statement by the Ministry on …”.
TOPIC = frozenset(
    {"on", "regarding", "concerning", "about", "following", "after", "at", "in", "to", ":", "–", "—", "-"}
)


#: Formats whose documents are speeches in the name of a state or body.
SPEECHES = frozenset({"un_general_debate", "un_security_council"})
#: The rule of what a release says in its own voice.
RELEASE = "own voice: release"


@dataclass(frozen=True)
class Issuer:
    """The body that speaks on a page, and whether the page's own data name it or only words of its text."""

    speaker: Speaker
    published: bool


class Issuers:
    """Finds the issuing body by the word lists of a codebook."""

    def __init__(self, book: Codebook, actors: Actors) -> None:
        """Take the word lists from `book`, and the reader of actors."""
        self._actors = actors
        self._offices = book.word_list("title") | book.word_list("office")
        addresses = book.aliases[book.aliases["kind"] == "address"]
        self._address = dict(zip(addresses["alias"], addresses["code"], strict=True))
        self._actor_named = book.actor_named
        self._states = frozenset(book.actors.loc[book.actors["kind"] == "state", "code"])
        self._body, self._outlet, self._heading, self._government = (
            book.word_list(kind) for kind in ("body", "outlet", "heading", "government")
        )

    def of(self, text: Text, document: dict[Any, Any]) -> Issuer | None:
        """Return who issues a page; None where nobody of the codebook does, or nobody can tell.

        Of a speech at the UN it is the state in whose name it is held, never the UN, whose record it is.
        """
        if document.get("format") in SPEECHES:
            return self._of_speech(document)
        signed = self._of_signature(text)
        publisher, title = (document.get(name) for name in ("publisher", "title"))
        if isinstance(publisher, str) and publisher.strip():
            name = read_text(publisher)
            if self._outlet & set(name.lower):
                return None
            mention = self._of_body(name)
            if mention:
                return Issuer(signed or Speaker(mention.code), published=True)
        code = self._of_address(document.get("url"))
        if code:
            return Issuer(signed or Speaker(code), published=True)
        heads = [read_text(title)] if isinstance(title, str) and title.strip() else []
        heads += [line for number in range(min(HEAD, len(text.paragraphs))) if (line := self._line(text, number))]
        release = any(self._heading & set(head.lower) and len(head.words) < 8 for head in heads)
        speakers = (self._of_heading(head, release) for head in heads)
        speaker = signed or next((s for s in speakers if s), None)
        return Issuer(speaker, published=False) if speaker else None

    def _of_speech(self, document: dict[Any, Any]) -> Issuer | None:
        named = [document.get(name) for name in ("country_code", "country")]
        codes = [code for name in named if isinstance(name, str) and (code := self._actor_named(name.strip()))]
        if not codes or document.get("participant_type") == "The President":  # who may speak for the Council
            return None
        author = document.get("author")
        person = author if isinstance(author, str) and author not in named else None
        return Issuer(Speaker(codes[0], person), published=True)

    def _of_address(self, url: object) -> str | None:
        """Return whose address a page has: “foreign.gov.xx” by its longest ending that the codebook knows."""
        host = HOST.match(url) if isinstance(url, str) else None
        parts = host.group(1).lower().split(".") if host else []
        return next((self._address[e] for i in range(len(parts)) if (e := ".".join(parts[i:])) in self._address), None)

    def _line(self, text: Text, paragraph: int) -> Text | None:
        """Return a line that may be a heading with the author's name; most lines are none."""
        first, last = text.paragraphs[paragraph]
        start, end = text.sentences[first][0], text.sentences[last - 1][1]
        words = text.lower[start:end]
        if end - start > LONGEST_HEADING or (words[0] not in self._body and self._heading.isdisjoint(words)):
            return None
        line = text.read(start, end)
        return read_text(line.title() if line.isupper() else line)  # “EMBASSY OF A”

    def _of_body(self, name: Text) -> Mention | None:
        """“Ministry of Foreign Affairs of Egypt”, “European Union”: a body's name, or an actor's and nothing else.

        A council, union or committee with a state's name is as often a private one.
        """
        mentions = [m for m in self._actors.read(name, None).mentions if m.use != "mention"]
        if not mentions:
            return None
        first, last = mentions[0].first, mentions[0].last
        rest = {w for w in name.lower[:first] + name.lower[last:] if w[0].isalpha()}
        bodies = self._government if mentions[0].code in self._states else self._body
        bare = rest <= {"the"} and mentions[0].use != "modifier"
        return mentions[0] if bare or not bodies.isdisjoint(rest) else None

    def _of_heading(self, head: Text, release: bool) -> Speaker | None:
        """“Joint statement by the leaders of A, B and C on …”, “EMBASSY OF A”: who is named as the author."""
        lower = head.lower
        if not lower or len(lower) > LONGEST_HEADING or head.words[-1] == "." or self._outlet & set(lower):
            return None
        author = (i for i, w in enumerate(lower) if w in {"by", "from", "of"} and self._heading & set(lower[:i]))
        by = next(author, None)
        if by is not None:
            end = next((i for i in range(by + 1, len(lower)) if lower[i] in TOPIC), len(lower))
            return self._named(head, (by + 1, end))
        if release and lower[0] in self._body and len(lower) <= 12:
            return self._named(head, (0, len(lower)))
        return None

    def _of_signature(self, text: Text) -> Speaker | None:
        """“We, the ministers of A, B and C, …”: who signs."""
        for first, end in text.sentences[:HEAD]:
            if text.lower[first : first + 2] == ["we", ","] and text.quote[first] < 0:
                commas = [i for i in range(first + 2, min(end, first + 60)) if text.words[i] == ","]
                listed = any(w == "and" for w in text.lower[first : commas[0]]) if commas else True
                last = next((i for i in commas if listed or "and" in text.lower[commas[0] : i]), None)
                return self._named(text, (first + 2, last)) if last else None
        return None

    def _named(self, head: Text, words: Range) -> Speaker | None:
        if words[1] <= words[0]:
            return None
        answer = self._actors.speaker(head, words, self._actors.read(head, None), None)
        return Speaker(answer.code, members=answer.members) if answer.code else None

    # -- in whose name ---------------------------------------------------------------------------------------

    def speaker(self, text: Text, found: Attribution, page: Page, named: Speaker, issuer: Issuer | None) -> Speaker:
        """Say in whose name a statement is where the page's issuing body decides it; else `named`, as the words say.

        To the body belongs what the release says itself, unless the words name several sides. An office without a
        state's name is held for the body (“the Minister said” on a ministry's page), and so is whoever's words the
        page gives unquoted behind a lead, and a person whom the page has given such an office before.
        """
        if issuer is None:
            return named
        own, source = issuer.speaker, found.source
        if found.rule == RELEASE and not named.members:
            return replace(own, words=source, rule="own voice of the issuing body")
        if named.code == own.code and own.members and not named.members:
            return replace(named, members=own.members)
        others = any(source[0] <= m.first < source[1] and m.code != own.code for m in page.mentions)
        if named.code or own.members or others:
            return named
        if found.rule.startswith("own voice") or self._office(text, source, page):
            return replace(named, code=own.code, words=source, rule="office of the issuing body")
        return named

    def _office(self, text: Text, source: Range, page: Page) -> bool:
        """Tell whether a source holds an office of the issuing body, by its own words or those of a mention before."""
        first, last = source
        if self._holds(text, source, page):
            return True
        if last - first > 2 or not text.words[last - 1][0].isupper():
            return False
        named = (i for i in range(first) if text.words[i] == text.words[last - 1])
        return any(self._holds(text, (_run(text, i), i + 1), page) for i in named)

    def _holds(self, text: Text, words: Range, page: Page) -> bool:
        """Tell whether words give somebody one office, and no other actor's."""
        one = [text.lower[i] for i in range(*words) if text.words[i][0].isupper() and not text.lower[i].endswith("s")]
        foreign = any(words[0] <= m.first < words[1] and m.code != page.own for m in page.mentions)
        return not foreign and not self._offices.isdisjoint(one)  # “the Ministers” are those of several states


def _run(text: Text, i: int) -> int:
    """Return where the capitalised words that end at a word begin: “Press Secretary Ann Example”."""
    first = i
    while first > 0 and i - first < 8 and text.words[first - 1][0].isupper():
        first -= 1
    return first
