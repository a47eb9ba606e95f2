"""Who issues a page: the body whose “we” stands there, read from the page's publisher, title or heading.

A government's body, an embassy, an organisation issues releases in its own voice. A newspaper issues none,
whatever country stands in its name: the “we” of an outlet is nobody's statement here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
        heads = [read_text(title)] if isinstance(title, str) and title.strip() else []
        heads += [self._line(text, number) for number in range(min(HEAD, len(text.paragraphs)))]
        speakers = (self._of_heading(head) for head in heads)
        return next((Issuer(speaker, published=False) for speaker in speakers if speaker), None)

    def _line(self, text: Text, paragraph: int) -> Text:
        first, last = text.paragraphs[paragraph]
        return read_text(text.read(text.sentences[first][0], text.sentences[last - 1][1]))

    def _of_body(self, name: Text) -> Mention | None:
        """“Ministry of Foreign Affairs of Egypt”, “European Union”: a body's name, or an actor's and nothing else."""
        mentions = [m for m in self._actors.read(name, None).mentions if m.use != "mention"]
        if not mentions:
            return None
        rest = [w for i, w in enumerate(name.lower) if not mentions[0].first <= i < mentions[0].last and w[0].isalpha()]
        bare = set(rest) <= {"the"} and mentions[0].use != "modifier"
        return mentions[0] if bare or self._body & set(name.lower) else None

    def _of_heading(self, head: Text) -> Speaker | None:
        """“Joint statement by the leaders of A, B and C on …”, “EMBASSY OF A”: who is named as the author."""
        lower = head.lower
        if not lower or len(lower) > 40 or head.words[-1] == "." or self._outlet & set(lower):
            return None
        by = next(
            (i for i, w in enumerate(lower) if w in {"by", "from", "of"} and self._heading & set(lower[:i])), None
        )
        if by is not None:
            end = next((i for i in range(by + 1, len(lower)) if lower[i] in TOPIC), len(lower))
            return self._named(head, (by + 1, end))
        if lower[0] in self._body and len(lower) <= 12:
            return self._named(head, (0, len(lower)))
        return None

    def _named(self, head: Text, words: Range) -> Speaker | None:
        if words[1] <= words[0]:
            return None
        answer = self._actors.speaker(head, words, self._actors.read(head, None), None)
        return Speaker(answer.code, members=answer.members) if answer.code else None


def for_issuer(text: Text, found: Attribution, page: Page, answer: Speaker, offices: frozenset[str]) -> Speaker:
    """“The Minister said” on a ministry's page: an office without a state's name is held for the issuing body.

    So is whoever's words the page gives unquoted behind a lead.
    """
    if answer.code or page.own is None or page.own.code is None:
        return answer
    source = found.source
    held = any(text.lower[i] in offices and text.words[i][0].isupper() for i in range(*source))
    held = held or found.rule.startswith("own voice")
    others = any(source[0] <= m.first < source[1] for m in page.mentions)
    if not held or others:
        return answer
    rule = "office of the body that issued the page"
    return Speaker(page.own.code, answer.name, answer.role, page.own.members, source, rule)
