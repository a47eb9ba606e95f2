"""Reports within reports: which of them stand for themselves and which are part of what was said."""

from __future__ import annotations

from conflictlib.coding.attribution import Attribution
from conflictlib.coding.grammar import Grammar, Range
from conflictlib.coding.text import Text

#: Words before an inner source that make it a report of its own: “a sum, which he said was lost”.
OPENS_ONE = frozenset({"which", "what", "that", "because"})


def standing(text: Text, grammar: Grammar, found: list[Attribution]) -> list[Attribution]:
    """Return the reports that stand, in the order of the text; what lies in a dropped one is looked at again."""
    kept = [a for a in found if a.contents]
    while True:
        outer = [a for a in kept if not _within(text, a, kept)]
        inner = [a for a in kept if a not in outer]
        stay = [a for a in inner if not _within(text, a, outer) or _stands(text, grammar, a, _within(text, a, outer))]
        if len(outer) + len(stay) == len(kept):
            return kept
        kept = [a for a in kept if a in outer or a in stay]


def _within(text: Text, inner: Attribution, others: list[Attribution]) -> list[Range]:
    """Return the contents of other reports that hold a report’s verb; “according to” holds only what “it” says."""
    return [
        content
        for other in others
        if other is not inner and (other.rule != "according to" or text.lower[inner.source[0]] == "it")
        for content in other.contents
        if content[0] <= inner.words[0] < content[1]
    ]


def _stands(text: Text, grammar: Grammar, inner: Attribution, outer: list[Range]) -> bool:
    """Tell whether a report within others names a source of its own that speaks, or quotes."""
    heads = {first + (text.lower[first] == "that") for first, _ in outer}
    if inner.source[0] in heads:
        return False  # “said that Egypt had rejected the plan”: part of what was said
    last = min(end for _, end in outer)
    inner.contents = [(a, min(b, last)) for a, b in inner.contents if a < last]
    if not inner.contents:
        return False
    if inner.rule != "speaker before the content" or inner.cue.kind != "speech":
        quotes = text.quote[inner.contents[0][0]] >= 0
        return quotes and inner.rule in {"content before the speaker", "inverted"}
    says = inner.cue.takes("inverted")
    before, own = text.lower[inner.source[0] - 1], text.lower[inner.source[1] - 1]
    if says and (before in OPENS_ONE or own == "who"):
        return True
    return any(text.words[i][0].isupper() and text.lower[i] not in grammar.pronoun for i in range(*inner.source))
