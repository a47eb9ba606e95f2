"""Own voice: what a release says itself, in the first person or with the issuing body as subject.

Two kinds of stretches are read, sentence by sentence: the body of a page that a state's or organisation's body
issued and that speaks for itself, and the unquoted words behind “The Minister said:” or “Answer:”.
A stretch is cut where the act changes; neighbours with one act are one statement.
Reports of what others said, within such a stretch, keep their own source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from conflictlib.codebook import Codebook
from conflictlib.coding.actors import Page
from conflictlib.coding.attribution import Attribution, Attributor
from conflictlib.coding.codes import Codes
from conflictlib.coding.cues import Cue
from conflictlib.coding.grammar import COMMA, Range
from conflictlib.coding.leads import STOPS, Line, Voice
from conflictlib.coding.lists import Lists
from conflictlib.coding.stretches import Stretches
from conflictlib.coding.text import Text

#: The cue of a sentence whose act no verb of the codebook does.
OWN = Cue("own voice", "speech", "", frozenset())
#: Words that link a clause to the one before.
LINKS = frozenset({"and", "but", "also"})
#: The cue of a notice of what an office-holder is going to do.
NOTICE = Cue("will", "speech", "announces", frozenset())


@dataclass(frozen=True)
class Piece:
    """A sentence of a voice, or a clause of it: its words, its act, and the verb that does it."""

    voice: Voice
    words: Range
    sentence: int
    act: str
    by: Attribution | None


class OwnVoice:
    """Finds the statements of a page in its own voice."""

    def __init__(self, book: Codebook, attributor: Attributor, codes: Codes) -> None:
        """Take the word lists from `book`, and the reader of acts."""
        self._stretches, self._lists = Stretches(book, attributor), Lists(attributor)
        self._codes, self._cues, self._grammar = codes, attributor.cues, attributor.grammar

    def read(self, text: Text, page: Page, published: bool, found: list[Attribution]) -> list[Attribution]:
        """Return the statements of a page: `found`, and those in its own voice, in the order of the text."""
        listed = self._lists.read(text)
        taken = {a.sentence for a in listed}
        found = [a for a in found if a.sentence not in taken] + listed
        lines = self._stretches.find(text, page, published, found)
        within: dict[int, list[Attribution]] = defaultdict(list)
        for attribution in found:
            within[attribution.sentence].append(attribution)
        voiced = {line.sentence for line in lines.said} - taken
        kept = [a for a in found if a.sentence not in voiced and a.sentence not in lines.silent]
        pieces: list[Piece] = []
        for line in sorted(lines.said, key=lambda line: line.words):
            here = [a for a in within[line.sentence] if line.words[0] <= a.words[0] < line.words[1]]
            others = [a for a in here if self._stretches.reports(text, page, a)]
            kept += others if line.sentence in voiced else []
            pieces += self._pieces(text, page, line, here, others)
        kept = [part for a in kept for part in self._cut(text, a)] if published else kept
        own = [self._statement(text, page, run) for run in _runs(text, pieces)]
        return sorted(kept + own, key=lambda a: (a.contents[0][0], a.words))

    def _pieces(
        self, text: Text, page: Page, line: Line, here: list[Attribution], others: list[Attribution]
    ) -> list[Piece]:
        """Cut a sentence at the clauses that do an act of their own; what another is said to have said is no part."""
        first, end = line.words
        covered = sum(b - a for other in others for a, b in [*other.contents, other.source, other.words])
        if 2 * covered > end - first:
            return []
        for other in others:
            if other.rule == "shared subject" and other.words[0] > first:
                end = min(end, self._clause_ends(text, first, other.words[0]))
        doing = [self._performing(text, a) for a in here if a not in others and a.words[1] <= end]
        doing = [a for a in doing if a.cue.act and not a.negated and self._stretches.is_own(text, page, a)]
        if not doing:
            return [self._plain(text, line, (first, end))]
        cuts = [doing[0]]
        cuts += [a for a in doing[1:] if a.cue.act != cuts[-1].cue.act and self._coordinated(text, a)]
        pieces: list[Piece] = []
        for by, following in zip(cuts, [*cuts[1:], None], strict=True):
            start, stop = first, self._begins(following) if following else end
            ahead = self._plain(text, line, (first, self._clause_ends(text, first, self._begins(by))))
            if by is cuts[0] and by.rule == "shared subject" and ahead.act not in {"states", by.cue.act}:
                pieces.append(ahead)  # “We are concerned by … and call on …”
                start = self._begins(by)
            elif pieces:
                start = self._begins(by)
            words = (start, self._clause_ends(text, start, stop) if following else end)
            pieces.append(Piece(line.voice, words, line.sentence, by.cue.act, by))
        return pieces

    def _plain(self, text: Text, line: Line, words: Range) -> Piece:
        """A sentence whose act is read from its words: no verb of the codebook does it."""
        notice = self._stretches.notice(text, *words)
        if notice is not None:
            return Piece(
                line.voice, words, line.sentence, NOTICE.act, Attribution(words, notice, [words], NOTICE, "", 0)
            )
        act, _ = self._codes.act(text, [words], OWN)
        return Piece(line.voice, words, line.sentence, act, None)

    def _begins(self, found: Attribution) -> int:
        return found.words[0] if found.rule == "shared subject" else found.unit[0]

    def _cut(self, text: Text, found: Attribution) -> list[Attribution]:
        """Cut a quotation of several sentences on a release where its act changes, or the speaker comes between."""
        if found.cue.act or not all(text.quote[a] >= 0 for a, _ in found.contents):
            return [found]
        sentences: list[list[Range]] = []
        for part in (part for a, b in found.contents for part in self._stretches.leads.parts(text, a, b)):
            if sentences and not self._ended(text, sentences[-1][-1], part):
                sentences[-1].append(part)  # “We act,” she said, “today.”
            else:
                sentences.append([part])
        acts = [self._codes.act(text, sentence, OWN)[0] for sentence in sentences]
        cut = [sentences[0]]
        for before, act, sentence in zip(acts, acts[1:], sentences[1:], strict=False):
            if act == before and _adjoins(text, cut[-1][-1], sentence[0]):
                cut[-1] = [*cut[-1][:-1], (cut[-1][-1][0], sentence[0][1]), *sentence[1:]]
            else:
                cut.append(sentence)
        return [replace(found, contents=contents) for contents in cut] if len(cut) > 1 else [found]

    def _ended(self, text: Text, before: Range, part: Range) -> bool:
        """Tell whether a sentence ends between two parts of a quotation."""
        return not STOPS.isdisjoint(text.words[before[1] - 1 : part[0]])

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

    def _clause_ends(self, text: Text, first: int, end: int) -> int:
        while end > first + 1 and (
            text.words[end - 1] in COMMA | {";"} or text.lower[end - 1] in {"and", "but", "also"}
        ):
            end -= 1
        return end

    def _statement(self, text: Text, page: Page, run: list[Piece]) -> Attribution:
        """Make one statement of neighbouring pieces that do the same act."""
        first, end = run[0].words[0], run[-1].words[1]
        by = next((piece.by for piece in run if piece.by), None)
        voice = run[0].voice
        own = by.source if by and by.rule else None
        source = voice.source or own or self._stretches.self_word(text, page, first, end)
        cue = by.cue if by else OWN
        words = by.words if by else voice.words or source
        return Attribution(source, words, [(first, end)], cue, voice.rule, run[0].sentence)


def _runs(text: Text, pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Group neighbouring pieces with the same voice and act."""
    run: list[Piece] = []
    for piece in pieces:
        if (
            run
            and (piece.voice, piece.act) == (run[-1].voice, run[-1].act)
            and _adjoins(text, run[-1].words, piece.words)
        ):
            run.append(piece)
            continue
        if run:
            yield run
        run = [piece]
    if run:
        yield run


def _adjoins(text: Text, before: Range, words: Range) -> bool:
    """Tell whether nothing but marks stands between two ranges of words."""
    return not any(text.words[i][0].isalnum() for i in range(before[1], words[0]))
