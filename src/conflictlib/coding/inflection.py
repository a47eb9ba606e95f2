"""The forms of an English verb, by rule; irregular ones stand in the codebook."""

from __future__ import annotations

import re

#: One syllable with one vowel and one consonant at its end: plan, planned.
_DOUBLED = re.compile(r"(?:qu|[^aeiou\W]*)[aeiou][^aeiouwxy\W]")


def inflect(cue: str, forms: str = "") -> list[str]:
    """Return a cue in all forms of its verb, its first word.

    Parameters
    ----------
    cue
        The cue with its verb in the base form: ``call for``.
    forms
        The verb's other forms, blanks between them; empty for a regular verb.

    Examples
    --------
    >>> inflect("urge")
    ['urge', 'urges', 'urging', 'urged']
    >>> inflect("plan")
    ['plan', 'plans', 'planning', 'planned']
    >>> inflect("hold talks", "holds holding held")
    ['hold talks', 'holds talks', 'holding talks', 'held talks']
    """
    verb, _, rest = cue.partition(" ")
    others = forms.split() or _regular(verb)
    return [f"{form} {rest}".strip() for form in [verb, *others]]


def _regular(verb: str) -> list[str]:
    if verb.endswith("e"):
        return [verb + "s", (verb[:-1] if not verb.endswith("ee") else verb) + "ing", verb + "d"]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return [verb[:-1] + "ies", verb + "ing", verb[:-1] + "ied"]
    stem = verb + verb[-1] if _DOUBLED.fullmatch(verb) else verb
    ending = "es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    return [verb + ending, stem + "ing", stem + "ed"]
