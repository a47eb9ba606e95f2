"""Lines of brat standoff: annotations apart from the text that they mark, by offsets in code points.

Source: brat documentation, Standoff format.
"""

from __future__ import annotations

import re

from conflictlib.loading._pieces import Unreadable

Spans = tuple[tuple[int, int], ...]
#: A line that begins an annotation: text-bound, event, relation, attribute, normalization, note, equivalence.
LINE = re.compile(r"(?P<key>(?P<kind>[TERAMN#])\d+|#|\*)\t")


def text_bound(line: str, number: int, length: int) -> tuple[str, str, Spans]:
    r"""Read ``T1 <tab> Content 0 4;10 14 <tab> words``: id, label and spans in a text of `length` characters.

    >>> text_bound("T1\tContent 0 4;10 14\twords", 1, 20)
    ('T1', 'Content', ((0, 4), (10, 14)))
    """
    key, _, rest = line.partition("\t")
    label, _, offsets = rest.partition("\t")[0].partition(" ")
    try:
        spans = tuple((int(start), int(end)) for start, end in (pair.split() for pair in offsets.split(";")))
    except ValueError:
        raise Unreadable(
            f"the offsets are {offsets[:60]!r}; allowed are START END, several with ; between them", number
        ) from None
    if not all(0 <= start <= end <= length for start, end in spans):
        raise Unreadable(f"the offsets are {offsets[:60]!r}; the text has {length:,} characters", number)
    return key, label, spans


def arguments(line: str, number: int) -> tuple[str, list[tuple[str, str]]]:
    r"""Read ``E1 <tab> Attribution:T4 Content:T3 Cue:T2``: id, and roles with ids, without numbers behind the roles.

    >>> arguments("E1\tAttribution:T4 Content:T3 Content2:T5", 1)
    ('E1', [('attribution', 'T4'), ('content', 'T3'), ('content', 'T5')])
    """
    key, _, rest = line.partition("\t")
    found = []
    for argument in rest.split():
        role, colon, of = argument.partition(":")
        if not colon:
            raise Unreadable(f"{argument[:60]!r} of {key} is no ROLE:ID", number)
        found.append((role.rstrip("0123456789").lower(), of))
    return key, found
