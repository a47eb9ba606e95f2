"""Own voice: what a release says itself, in the first person or with the issuing body as subject.

Two kinds of stretches are read, sentence by sentence: the body of a page that a state's or organisation's body
issued and that speaks for itself, and the words behind “The Minister said:” or “Answer:”.
A stretch is cut where the act changes; neighbours with one act are one statement.
Reports of what others said, within such a stretch, keep their own source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from conflictlib.codebook import Codebook
from conflictlib.coding.antecedents import Page
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.attributor import Attributor
from conflictlib.coding.grammar import COMMA, Range
from conflictlib.coding.issuers import RELEASE
from conflictlib.coding.leads import STOPS, Line, Voice
from conflictlib.coding.lists import Lists
from conflictlib.coding.stretches import FIRST_PERSON, Stretches
from conflictlib.coding.text import Text
from conflictlib.coding.verb_groups import Cue, Verb

#: The cue of a sentence whose act no verb of the codebook does.
OWN = Cue("own voice", "speech", "", frozenset())
#: The cue of a notice of what an office-holder is going to do.
NOTICE = Cue("will", "speech", "announces", frozenset())
SHARED = "shared subject"
#: The act of words that show no other.
PLAIN = "states"
#: Words that link a clause to the one before.
LINKS = frozenset({"and", "but", "also"})


@dataclass(frozen=True)
class Piece:
    """A sentence of a voice, or a clause of it: its words, the verb that does the act, and the act."""

    voice: Voice
    words: Range
    said: Attribution
    act: str


class OwnVoice:
    """Finds the statements of a page in its own voice."""

    def __init__(self, book: Codebook, attributor: Attributor, act: Callable[[Text, Page, Attribution], str]) -> None:
        """Take the word lists from `book`, and what tells the `act` of a statement."""
        self._stretches, self._lists = Stretches(book, attributor), Lists(attributor)
        self._act, self._cues = act, attributor.cues

    def read(self, text: Text, page: Page, published: bool, found: list[Attribution]) -> list[Attribution]:
        """Return the statements of a page: `found`, and those in its own voice, in the order of the text."""
        listed = self._lists.read(text)
        taken = {a.sentence for a in listed}
        found = [a for a in found if a.sentence not in taken] + listed
        lines = self._stretches.find(text, page, published, found)
        within: dict[int, list[Attribution]] = defaultdict(list)
        for attribution in found:
            within[attribution.sentence].append(attribution)
        said = sorted((line for line in lines.said if line.sentence not in taken), key=lambda line: line.words)
        voiced = {line.sentence for line in said}
        kept = [a for a in found if a.sentence not in voiced and a.sentence not in lines.silent]
        pieces: list[Piece] = []
        for line in said:
            here = [a for a in within[line.sentence] if line.words[0] <= a.words[0] < line.words[1]]
            others = [a for a in here if self._stretches.reports(text, page, a)]
            kept += others
            pieces += self._pieces(text, page, line, here, others)
        kept = [part for a in kept for part in self._cut(text, page, a)] if published else kept
        own = [self._statement(text, page, run) for run in _runs(text, pieces)]
        return sorted(kept + own, key=lambda a: (a.contents[0][0], a.words))

    # -- a sentence ------------------------------------------------------------------------------------------

    def _pieces(
        self, text: Text, page: Page, line: Line, here: list[Attribution], others: list[Attribution]
    ) -> list[Piece]:
        """Cut a sentence at the clauses that do an act of their own; what another is said to have said is no part."""
        first, end = line.words
        covered = sum(b - a for other in others for a, b in [*other.contents, other.source, other.words])
        if 2 * covered > end - first:
            return []
        for other in others:
            if other.rule == SHARED and other.words[0] > first:
                end = min(end, self._clause_ends(text, first, other.words[0]))
        mine = [a for a in here if a not in others and a.words[1] <= end and self._stretches.is_own(text, page, a)]
        doing = [self._performing(text, a) for a in mine if not a.negated] + self._unreported(text, first, end, mine)
        cuts = self._cuts(text, page, line, first, sorted((a for a in doing if a.cue.act), key=_place))
        starts = [first, *(self._begins(a) for a in cuts[1:])]
        stops = [*(self._clause_ends(text, a, b) for a, b in pairwise(starts)), end]
        spans = zip(starts, stops, strict=True)
        return [self._piece(text, page, line, words, by) for words, by in zip(spans, cuts or [None], strict=True)]

    def _cuts(
        self, text: Text, page: Page, line: Line, first: int, doing: list[Attribution]
    ) -> list[Attribution | None]:
        """Return the verb of each clause with an act of its own; None for a first clause that no verb does."""
        cuts: list[Attribution | None] = []
        for by in doing:
            if not cuts and by.rule == SHARED:  # “We are concerned by … and call on …”
                ahead = self._piece(text, page, line, (first, self._clause_ends(text, first, self._begins(by))), None)
                cuts += [None] if ahead.act not in {PLAIN, by.cue.act} else []
            if not cuts or ((cuts[-1] is None or by.cue.act != cuts[-1].cue.act) and self._coordinated(text, by)):
                cuts.append(by)
        return cuts

    def _piece(self, text: Text, page: Page, line: Line, words: Range, by: Attribution | None) -> Piece:
        notice = self._stretches.notice(text, *words) if by is None else None
        cue, shown = (NOTICE, notice) if notice else (OWN, line.voice.words or (words[0], words[0] + 1))
        said = by or Attribution(line.voice.source or shown, shown, [], cue, "", line.sentence)
        said = replace(said, contents=[words])
        return Piece(line.voice, words, said, NOTICE.act if notice else self._act(text, page, said))

    def _unreported(self, text: Text, first: int, end: int, mine: list[Attribution]) -> list[Attribution]:
        """“…, and we continue to urge”, “we are alarmed by … and call on”: acts that no report was made of."""
        known, found = {a.words for a in mine}, []
        for verb in self._cues.find(text, first, end):
            if verb.words in known or verb.group == first or verb.negated or verb.passive or verb.modal:
                continue
            before = text.lower[verb.group - 1]
            shares = before == "and" and any(a.words[1] < verb.group and self._agree(text, a, verb) for a in mine)
            if shares or before in FIRST_PERSON:
                source, rule = ((verb.group - 1, verb.group), RELEASE) if not shares else (mine[0].source, SHARED)
                found.append(Attribution(source, verb.words, [(verb.group, end)], verb.cue, rule, 0))
        return found

    def _agree(self, text: Text, found: Attribution, verb: Verb) -> bool:
        """Tell whether a second verb has the form that the subject of the first takes: we call, Norland calls."""
        we = text.lower[found.source[0]] in FIRST_PERSON
        return verb.base if we else text.lower[verb.first].endswith("s")

    def _performing(self, text: Text, found: Attribution) -> Attribution:
        """“I want to thank”, “we wish to condemn”: the act is that of the second verb."""
        first, end = found.contents[0]
        if found.cue.kind == "attitude" and text.lower[first] == "to":
            for verb in self._cues.find(text, first, min(end, first + 4)):
                if verb.cue.act:
                    return replace(found, words=verb.words, cue=verb.cue)
        return found

    def _coordinated(self, text: Text, found: Attribution) -> bool:
        """“…, and call on all sides”: a second act of the same sentence."""
        return text.lower[self._begins(found) - 1] in {"and", ",", ";", "but"}

    def _begins(self, found: Attribution | None) -> int:
        return 0 if found is None else found.words[0] if found.rule == SHARED else found.unit[0]

    def _clause_ends(self, text: Text, first: int, end: int) -> int:
        while end > first + 1 and (text.words[end - 1] in COMMA | {";"} or text.lower[end - 1] in LINKS):
            end -= 1
        return end

    # -- a statement -----------------------------------------------------------------------------------------

    def _statement(self, text: Text, page: Page, run: list[Piece]) -> Attribution:
        """Make one statement of neighbouring pieces that do the same act."""
        first, end = run[0].words[0], run[-1].words[1]
        said = next((piece.said for piece in run if piece.said.cue.act), run[0].said)
        voice, named = run[0].voice, said.rule != ""  # by a verb of the codebook, and its own subject
        source = voice.source or (said.source if named else self._stretches.self_word(text, page, first, end))
        words = said.words if said.cue.act or voice.words else source
        return Attribution(source, words, [(first, end)], said.cue, voice.rule, run[0].said.sentence)

    def _cut(self, text: Text, page: Page, found: Attribution) -> list[Attribution]:
        """Cut a quotation of several sentences on a release where its act changes, or the speaker comes between."""
        if found.cue.act or not all(text.quote[a] >= 0 for a, _ in found.contents):
            return [found]
        sentences: list[list[Range]] = []
        for part in (part for a, b in found.contents for part in self._stretches.leads.parts(text, a, b)):
            if sentences and STOPS.isdisjoint(text.words[sentences[-1][-1][1] - 1 : part[0]]):
                sentences[-1].append(part)  # “We act,” she said, “today.”
            else:
                sentences.append([part])
        cut: list[Attribution] = []
        for part_of in (replace(found, contents=sentence) for sentence in sentences):
            (_, end), (first, last) = cut[-1].contents[-1] if cut else (0, 0), part_of.contents[0]
            if cut and self._act(text, page, part_of) == self._act(text, page, cut[-1]) and _adjoins(text, end, first):
                whole = [*cut[-1].contents[:-1], (cut[-1].contents[-1][0], last), *part_of.contents[1:]]
                cut[-1] = replace(found, contents=whole)
            else:
                cut.append(part_of)
        return cut if len(cut) > 1 else [found]


def _place(found: Attribution) -> int:
    return found.words[0]


def _runs(text: Text, pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Group neighbouring pieces with the same voice and act."""
    run: list[Piece] = []
    for piece in pieces:
        same = run and (piece.voice, piece.act) == (run[-1].voice, run[-1].act)
        if same and _adjoins(text, run[-1].words[1], piece.words[0]) and not _apart(text, run[-1], piece):
            run.append(piece)
            continue
        if run:
            yield run
        run = [piece]
    if run:
        yield run


def _apart(text: Text, before: Piece, piece: Piece) -> bool:
    """Plain statements of two paragraphs stay two: that neither shows an act does not make them one."""
    between = text.text[text.ends[before.words[1] - 1] : text.starts[piece.words[0]]]
    return piece.act == PLAIN and "\n" in between


def _adjoins(text: Text, end: int, first: int) -> bool:
    """Tell whether nothing but marks stands between two places."""
    return not any(text.words[i][0].isalnum() for i in range(end, first))
