"""Who issues a page: the body whose “we” stands there, read from the page's publisher, title or heading.

A government's body, an embassy, an organisation issues releases in its own voice. A newspaper issues none,
whatever country stands in its name: the “we” of an outlet is nobody's statement here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from conflictlib.codebook import Codebook
from conflictlib.coding.actors import Actors, Mention, Page, Range, Speaker
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.text import Text, read_text

#: Lines at the head of a page among which its heading stands.
HEAD = 6
#: What ends the name of the issuer in a heading: “Statement by the Ministry on …”.
TOPIC = frozenset(
    {"on", "regarding", "concerning", "about", "following", "after", "at", "in", "to", ":", "–", "—", "-"}
)


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
        addresses = book.aliases[book.aliases["kind"] == "address"]
        self._address = dict(zip(addresses["alias"], addresses["code"], strict=True))
        self._body, self._outlet, self._heading = (book.word_list(k) for k in ("body", "outlet", "heading"))

    def of(self, text: Text, document: dict[Any, Any]) -> Issuer | None:
        """Return who issues a page; None where nobody of the codebook does, or nobody can tell."""
        publisher, title = (document.get(name) for name in ("publisher", "title"))
        if isinstance(publisher, str) and publisher.strip():
            name = read_text(publisher)
            if self._outlet & set(name.lower):
                return None
            mention = self._of_body(name)
            if mention:
                return Issuer(Speaker(mention.code), published=True)
        code = self._of_address(document.get("url"))
        if code:
            return Issuer(Speaker(code), published=True)
        heads = [read_text(title)] if isinstance(title, str) and title.strip() else []
        heads += [self._line(text, number) for number in range(min(HEAD, len(text.paragraphs)))]
        release = any(self._heading & set(head.lower) and len(head.words) < 8 for head in heads)
        speakers = (self._of_heading(head, release) for head in heads)
        speaker = next((s for s in speakers if s), None) or self._of_signature(text)
        return Issuer(speaker, published=False) if speaker else None

    def _of_address(self, url: object) -> str | None:
        """Return whose address a page has: “foreign.gov.xx” by its longest ending that the codebook knows."""
        host = urlsplit(url).netloc.lower().split(":")[0] if isinstance(url, str) else ""
        parts = host.split(".")
        return next((self._address[e] for i in range(len(parts)) if (e := ".".join(parts[i:])) in self._address), None)

    def _line(self, text: Text, paragraph: int) -> Text:
        first, last = text.paragraphs[paragraph]
        line = text.read(text.sentences[first][0], text.sentences[last - 1][1])
        return read_text(line.title() if line.isupper() else line)  # “EMBASSY OF A”

    def _of_body(self, name: Text) -> Mention | None:
        """“Ministry of Foreign Affairs of Egypt”, “European Union”: a body's name, or an actor's and nothing else."""
        mentions = [m for m in self._actors.read(name, None).mentions if m.use != "mention"]
        if not mentions:
            return None
        rest = [w for i, w in enumerate(name.lower) if not mentions[0].first <= i < mentions[0].last and w[0].isalpha()]
        bare = set(rest) <= {"the"} and mentions[0].use != "modifier"
        return mentions[0] if bare or self._body & set(name.lower) else None

    def _of_heading(self, head: Text, release: bool) -> Speaker | None:
        """“Joint statement by the leaders of A, B and C on …”, “EMBASSY OF A”: who is named as the author."""
        lower = head.lower
        if not lower or len(lower) > 40 or head.words[-1] == "." or self._outlet & set(lower):
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


def for_issuer(text: Text, found: Attribution, page: Page, answer: Speaker, offices: frozenset[str]) -> Speaker:
    """“The Minister said” on a ministry's page: an office without a state's name is held for the issuing body.

    So is whoever's words the page gives unquoted behind a lead, and a person whom the page has given such an office.
    """
    if answer.code or page.own is None or page.own.code is None or page.own.members:
        return answer
    first, last = found.source
    held = found.rule.startswith("own voice") or _holds(text, (first, last), page, offices)
    if not held and last - first <= 2 and text.words[last - 1][0].isupper():
        named = (i for i in range(first) if text.words[i] == text.words[last - 1])
        held = any(_holds(text, (_run(text, i), i + 1), page, offices) for i in named)
    others = any(first <= m.first < last and m.code != page.own.code for m in page.mentions)
    if not held or others:
        return answer
    rule = "office of the body that issued the page"
    return Speaker(page.own.code, answer.name, answer.role, (), found.source, rule)


def _holds(text: Text, words: Range, page: Page, offices: frozenset[str]) -> bool:
    """Tell whether words give somebody one office, and no other actor's."""
    one = [text.lower[i] for i in range(*words) if text.words[i][0].isupper() and not text.lower[i].endswith("s")]
    own = page.own.code if page.own else None
    foreign = any(words[0] <= m.first < words[1] and m.code != own for m in page.mentions)
    return not foreign and not offices.isdisjoint(one)  # “the Ministers” are those of several states


def _run(text: Text, i: int) -> int:
    """Return where the capitalised words that end at a word begin: “Press Secretary Ann Example”."""
    first = i
    while first > 0 and i - first < 8 and text.words[first - 1][0].isupper():
        first -= 1
    return first


def of_release(found: Attribution, page: Page) -> Speaker | None:
    """The body itself has what a release says in its own voice."""
    if page.own is None or found.rule != RELEASE:
        return None
    return replace(page.own, words=found.source, rule="own voice of the publisher")
