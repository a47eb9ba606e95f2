"""Counting rules for positions, by name."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from conflictlib.parameters import ParameterError, at_least, one_of

if TYPE_CHECKING:
    from conflictlib.codebook import Codebook

#: In whose name, from the narrowest: each takes in those before it.
VOICES = ("own", "joint", "organisation")

_VOICES_IN_WORDS = {
    "own": "only what an actor said in its own name",
    "joint": "what an actor said in its own name or signed with others",
    "organisation": "what an actor said in its own name, signed with others, or what an organisation said of which it "
    "was a member that day (memberships.csv)",
}
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True)
class Rules:
    """Which statements count for an actor's position.

    Attributes
    ----------
    voice
        ``own``: what the actor said in its own name. ``joint``: also what it signed with others (`members` of the
        statement). ``organisation``: also what an organisation said of which it was a member on that day, by the
        codebook's ``memberships.csv``; whether the member agreed is not known.
    pauses
        Whether a lesser form counts as the theme itself, as a humanitarian pause for a ceasefire (``weaker_form_of``
        in the codebook's ``themes.csv``). Who refuses a lesser form may want the whole: such a refusal is unclear.
    votes
        Whether explained votes count (`channel` is ``vote_explanation``). A vote is about a text: one may reject a
        draft because it goes too far or not far enough.
    needed
        How many statements make a position. Statements that share a ``readout_id`` are one.
    unclear
        Whether a refusal counts against a theme where it is unclear what is refused: in a statement on several themes
        (“rejects the offensive and asks for a ceasefire”), or where a draft, a deal or its wording is named
        (`negotiated` in ``words.csv``), which may be refused because it goes too far or not far enough.
    acts
        Codes of the acts that count, such as ``("calls_for", "demands")``; empty: all by which one takes a position.

    Examples
    --------
    >>> Rules.named("wide, votes=no")
    Rules(voice='organisation', pauses=True, votes=False, needed=1, unclear=False, acts=())
    >>> print(Rules.named("narrow").in_words())
    Counted: only what an actor said in its own name; explained votes do not count; a lesser form of the theme does \
not count; a refusal of a draft, of a deal or of one of several themes is unclear and does not count; one statement is \
enough.
    """

    voice: str = "own"
    pauses: bool = False
    votes: bool = False
    needed: int = 1
    unclear: bool = False
    acts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        one_of("voice", self.voice, VOICES)
        for name in ("pauses", "votes", "unclear"):
            if not isinstance(getattr(self, name), bool):
                raise ParameterError(f"{name} is {getattr(self, name)!r}; allowed are True and False")
        at_least("needed", self.needed, 1)

    @classmethod
    def named(cls, rules: Rules | str) -> Rules:
        """Return rules by their name: ``narrow`` or ``wide``, behind it what is to be otherwise.

        ``narrow`` is an actor's own statements, without votes and pauses; ``wide`` takes in all three.

        Raises
        ------
        ParameterError
            There are no rules of that name, or a rule has a value that is not allowed.
        """
        if isinstance(rules, Rules):
            return rules
        name, *others = [part.strip() for part in str(rules).split(",")]
        found = NAMED[one_of("rules", name, NAMED)]
        return replace(found, **dict(_read(part) for part in others))  # type: ignore[arg-type]

    def in_words(self, codebook: Codebook | None = None, theme: str = "") -> str:
        """Say the rules in a sentence; with a codebook and a theme, in their words."""
        weaker = [codebook.label(code) for code in codebook.weaker_forms(theme)] if codebook else []
        lesser = " and ".join(weaker) or "a lesser form of the theme"
        label = codebook.label if codebook else str
        parts = [
            _VOICES_IN_WORDS[self.voice],
            f"explained votes {'too' if self.votes else 'do not count'}",
            f"{lesser} {'counts too' if self.pauses else 'does not count'}" if weaker or not theme else "",
            "refusals of a draft, a deal or one of several themes too" if self.unclear
            else "a refusal of a draft, of a deal or of one of several themes is unclear and does not count",
            f"of all acts only {', '.join(map(label, self.acts))}" if self.acts else "",
            "one statement is enough" if self.needed == 1 else f"{self.needed} statements are needed",
        ]  # fmt: skip
        return f"Counted: {'; '.join(filter(None, parts))}."


NAMED = {"narrow": Rules(), "wide": Rules(voice="organisation", pauses=True, votes=True)}


def _read(part: str) -> tuple[str, object]:
    """Read one rule such as ``votes=yes``; several acts have ``+`` between them."""
    name, equals, value = (piece.strip() for piece in part.partition("="))
    if not equals:
        raise ParameterError(f"rules has {part!r}; allowed behind a name are rules such as 'votes=yes'")
    one_of("rules", name, [field.name for field in fields(Rules)])
    if name in ("pauses", "votes", "unclear"):
        return name, _YES_NO[one_of(name, value.lower(), _YES_NO)]
    if name == "needed":
        return name, int(value) if value.isascii() and value.isdigit() else value
    return name, tuple(filter(None, value.split("+"))) if name == "acts" else value
