"""What was said: where the content of a reporting verb begins and where it ends."""

from __future__ import annotations

from conflictlib.coding.ahead import Ahead
from conflictlib.coding.ends import Ends
from conflictlib.coding.grammar import CLOSERS, COMMA, Grammar, Range, closing_of, without_marks
from conflictlib.coding.text import Text
from conflictlib.coding.verb_groups import Cue, Verb

FAR = 18  # words between a verb and the “that” that belongs to it


class Contents:
    """Finds contents by a grammar."""

    def __init__(self, grammar: Grammar, ends: Ends) -> None:
        """Take the word lists from `grammar`."""
        self.grammar, self.ends, self.ahead = grammar, ends, Ahead(grammar)
        self._addressed = grammar.lists["addressed"]
        self._no_clause = grammar.preposition | {"and", "but", "or", "as", "so", "no", "yes"}
        self._no_object = (grammar.preposition - {"about", "over", "all"}) | grammar.lists["verb_particle"]
        self._no_object |= {"to", "and", "but", "or"}

    # -- behind the verb -------------------------------------------------------------------------------------

    def after(self, text: Text, verb: Verb, end: int) -> Range | None:
        """Return the content behind a verb; None where what stands there can be none."""
        start = self._start(text, verb, end)
        if start is None:
            return None
        while start < end and text.words[start] in {":", ",", "–", "—", "-"} and text.quote[start] < 0:
            comma = text.words[start] == ","
            start += 1
            if comma and (
                start >= end or (text.quote[start] < 0 and text.lower[start] not in self.grammar.question | {"that"})
            ):
                return None
        if start >= end:
            return None
        if start == verb.last and verb.cue.takes("clause") and self.grammar.is_finite(text, start):
            return without_marks(text, start, self.ends.clause(text, start, end))  # “what he said was …”
        return self._framed(text, verb.cue, start, end)

    def _framed(self, text: Text, cue: Cue, start: int, end: int) -> Range | None:
        """Return the content that begins at `start` where the cue takes a content of that form."""
        word = text.lower[start]
        if text.quote[start] >= 0:
            return self.quotation(text, start, end)
        clause = cue.takes("clause", "told", "that")
        if (word == "that" or word in self.grammar.question) and (
            clause or (cue.takes("object") and word in {"what", "how"})
        ):
            return without_marks(text, start, self.ends.clause(text, start, end))
        if word in {"up", "off"}:
            return None  # “it adds up”, “called off”
        if word == "to" and (start + 1 >= end or text.words[start + 1][0] in "$€£0123456789"):
            return None  # “declined to $40”
        if word == "to" or (word in {"not", "never"} and text.lower[start + 1 : start + 2] == ["to"]):
            return without_marks(text, start, self.ends.phrase(text, start, end)) if cue.takes("to") else None
        if cue.takes("clause", "told") and (self._is_clause(text, start, end) or self._surely(text, cue, start, end)):
            return without_marks(text, start, self.ends.clause(text, start, end))
        if cue.takes("object", "urge", "named", "noun", "held") and self._is_object(text, cue, start, end):
            last = self.ends.phrase(text, start, end)
            if cue.act == "consults":  # whom one talked with is no part of the topic
                last = next((i for i in range(start + 1, last) if text.lower[i] in {"with", "by"}), last)
            return without_marks(text, start, last)
        return None

    def _is_object(self, text: Text, cue: Cue, start: int, end: int) -> bool:
        if text.lower[start] in self._no_object:
            return False
        return not self.grammar.is_finite(text, start) and (not cue.takes("named") or self._is_named(text, start, end))

    def _is_named(self, text: Text, start: int, end: int) -> bool:
        """“called HIM a liar”: a name for him follows; “called him on Monday” is a telephone call."""
        i = start
        while i < end and (text.words[i][0].isupper() or text.lower[i] in self.grammar.object_pronoun):
            i += 1
        if i == start:
            return True
        leaves = self.grammar.preposition | self.grammar.time | {"to", "and", "but", "or", "for", "as"}
        return i < end and text.words[i] not in CLOSERS | COMMA and text.lower[i] not in leaves

    def _is_clause(self, text: Text, start: int, end: int) -> bool:
        """Tell whether a bare clause begins here: a subject, and a finite verb soon behind it."""
        if self.grammar.is_finite(text, start) or text.lower[start] in {"and", "but", "or", "as"}:
            return False
        for i in range(start, min(start + 30, end)):
            if text.quote[i] >= 0:
                return True  # a quotation within the clause
            if text.words[i] == ";" or (
                text.words[i] == "," and text.lower[min(i + 1, end - 1)] in {"but", "and", "or", "while"}
            ):
                return False
            if i > start and self.grammar.looks_finite(text, i):
                return text.lower[i - 1] not in {"and", "or"}  # “urged restraint and CLOSED its airport”
        return False

    def _surely(self, text: Text, cue: Cue, start: int, end: int) -> bool:
        """“said people misread it”: after the plainest verbs a clause follows although no ending shows its verb."""
        return cue.takes("inverted") and end - start > 3 and text.lower[start] not in self._no_clause

    def _start(self, text: Text, verb: Verb, end: int) -> int | None:
        cue, first = verb.cue, verb.last
        if (
            text.lower[first - 1 : first + 2 : 2] == ["on", "for"]
            and text.lower[first] in self.grammar.lists["weekday"]
        ):
            return first + 2  # “called on Monday FOR a truce”
        if cue.takes("held"):
            return verb.first + 1  # “held THE ARMY RESPONSIBLE for”
        if cue.takes("told"):
            return self._behind_recipient(text, first, end, asks=cue.takes("urge"))
        if cue.takes("clause", "quoted", "that"):
            return self._behind_adverbials(text, first, end)
        if cue.takes("object", "noun"):
            first = self._behind_manner(text, first, end)
        if cue.takes("noun") and first < end and text.lower[first] in self.grammar.preposition | {"to"}:
            return first + 1
        return first

    def _behind_manner(self, text: Text, first: int, end: int) -> int:
        """“condemned in the strongest terms THE RAID”, “rejected on Monday A PLAN”: where the object begins."""
        i = first + (text.words[first : first + 1] == [","])
        if i + 1 >= end or text.lower[i] not in {"in", "on", "with"} or text.quote[i] >= 0:
            return first
        for j in range(i + 1, min(i + 7, end - 1)):
            manner = text.lower[j] in self.grammar.lists["manner"]
            dated = text.lower[j] in self.grammar.time and text.lower[j + 1] not in self.grammar.time
            if manner or (dated and j < i + 4):
                return j + 1 + (text.words[j + 1] == "," and i > first)
            if not text.words[j][0].isalnum():
                break
        return first

    def _behind_recipient(self, text: Text, first: int, end: int, *, asks: bool = False) -> int | None:
        """“told REPORTERS in Paris that”: where the content begins."""
        if first >= end:
            return None
        if text.lower[first] == "that" or text.quote[first] >= 0:
            return first
        opened = self._opened(text, first, end, asks)
        if opened is not None:
            return opened
        if text.lower[first] in {"it", "you"} and first + 1 < end and self.grammar.is_finite(text, first + 1):
            return first  # “warned it could get worse”
        behind = self._recipient_end(text, first, end)
        if behind >= end or text.words[behind] in CLOSERS | COMMA:
            return None
        return self._what_to_do(text, first, behind, end)

    def _opened(self, text: Text, first: int, end: int, asks: bool) -> int | None:
        """Return where a word or mark opens the content behind a recipient: “that”, “whether”, a quotation, “about”."""
        for i in range(first + 1, min(first + FAR, end)):
            if text.lower[i] in {"that", "if", "whether", "how", "why"} or text.words[i] == ":":
                return i
            if asks and text.lower[i] in {"about", "for"}:
                return i + 1
            if text.lower[i] == "to":
                asks = False
            if text.quote[i] >= 0 and self._is_speech(text, i):
                return i
            if text.words[i] in CLOSERS:
                break
        return None

    def _recipient_end(self, text: Text, first: int, end: int) -> int:
        if text.lower[first] in self.grammar.object_pronoun:
            return first + 1
        i = first
        while i < end and (
            text.lower[i] in self.grammar.determiner
            or text.words[i][0].isupper()
            or text.lower[i] in self._addressed
            or text.lower[i] in {"'s", "of"}
        ):
            if i > first and text.lower[i] in self.grammar.determiner and text.lower[i - 1] != "of":
                break  # “told reporters THE PORT WAS SHUT”
            i += 1
        return max(i, first + 1)

    def _what_to_do(self, text: Text, first: int, behind: int, end: int) -> int | None:
        """“told THE STAFF TO LEAVE”: who is to do it belongs to the content."""
        for i in range(behind, min(behind + 6, end)):
            if text.lower[i] == "to":
                return first
            if text.words[i] in CLOSERS | COMMA or self.grammar.is_finite(text, i):
                break
        return self._behind_adverbials(text, behind, end)

    def _behind_adverbials(self, text: Text, first: int, end: int) -> int | None:
        """“said on Tuesday in a statement that”: where the content begins; None where only adverbials follow."""
        i = first
        while (
            i < end
            and text.quote[i] < 0
            and (self.grammar.is_adverb(text, i) or text.lower[i] in self.grammar.time)
            and text.lower[i] not in {"this", "may", "not", "never"}
        ):
            i += 1
        if i >= end or text.words[i] in CLOSERS:
            return None
        if text.words[i] == "(":
            return self._behind_adverbials(text, closing_of(text, i, end) + 1, end)
        if text.words[i] == ",":
            return self._behind_insertion(text, i, end)
        if text.lower[i] not in self.grammar.preposition or text.lower[i] == "to" or self._opens_clause(text, i):
            return i
        return self._behind_preposition(text, i, first, end)

    def _behind_preposition(self, text: Text, i: int, first: int, end: int) -> int | None:
        """“on Tuesday in a statement that”: where the content begins behind a preposition."""
        timed = i + 1
        while timed < end and (text.lower[timed] in self.grammar.time or text.words[timed][0].isdigit()):
            timed += 1
        if i + 1 < timed < end and (text.lower[timed] == "to" or self._is_clause(text, timed, end)):
            return timed  # “promised on Tuesday to leave”, “told reporters on Thursday he viewed”
        for j in range(i + 1, min(i + FAR, end)):
            if text.words[j] == ":" or text.lower[j] == "that" or (text.quote[j] >= 0 and self._is_speech(text, j)):
                return j
            if text.words[j] == ",":
                return self._behind_insertion(text, j, end)
        return None if i == first or text.lower[i] not in {"in", "on"} else i

    def _is_speech(self, text: Text, i: int) -> bool:
        """Tell a quotation from a term between marks: it is long, or a comma or colon leads to it."""
        opened, closed = text.quotations[text.quote[i]]
        return closed - opened > 4 or text.words[opened - 2] in {",", ":"}

    def _opens_clause(self, text: Text, i: int) -> bool:
        """“said about 40 people had left”: a number, no adverbial."""
        return text.lower[i] in {"about", "over", "under"} and self.grammar.is_number(text.lower[i + 1])

    def _behind_insertion(self, text: Text, comma: int, end: int) -> int | None:
        """“said, among other things, that”: the content behind an insertion; None where none follows."""
        if comma + 1 < end and text.lower[comma + 1] in self.grammar.condition | {"win", "despite", "when"}:
            return comma + 1  # “said, if elected, she would”
        for j in range(comma + 1, min(comma + FAR, end)):
            if text.lower[j] == "that" or text.quote[j] >= 0:
                return j if text.words[j - 1] == "," or j == comma + 1 else None
            if text.words[j] in CLOSERS or text.words[j] == ":":
                return j if text.words[j] == ":" else None
        return None

    # -- behind the speaker -----------------------------------------------------------------------------------

    def rest(self, text: Text, first: int, end: int, *, quoted: bool = False) -> Range | None:
        """“We act,” she said, “TODAY.”: what goes on behind the speaker."""
        lower, grammar = text.lower, self.grammar
        for i in range(first, min(first + FAR, end)):
            if text.quote[i] >= 0:
                opened, closed = text.quotations[text.quote[i]]
                goes_on = closed - opened > 4 or text.words[i - 1] in COMMA | CLOSERS
                return self.quotation(text, i, end) if goes_on else None
            if text.words[i] == ":":
                return None
            if text.words[i] in COMMA and i + 1 < end:
                if text.quote[i + 1] >= 0:
                    return self.quotation(text, i + 1, end)
                participle = lower[i + 1].endswith("ing") and text.words[i + 1][0].islower()
                if participle or lower[i + 1] in grammar.cut | {"who", "whose", "which"}:
                    return None
                if lower[i + 1] == "and" and lower[i + 2 : i + 3] != ["that"]:
                    return None
                if i == first and lower[i + 1] not in grammar.preposition and not quoted:
                    return without_marks(text, i + 1, self.ends.clause(text, i + 1, end))
        return None

    def quotation(self, text: Text, start: int, end: int) -> Range | None:
        """Return the quotation that begins at `start`, with the clause that it stands in."""
        closed = text.quotations[text.quote[start]][1]
        after = closed + 1
        if (
            after >= end
            or text.words[closed - 1] in COMMA | {".", "!", "?"}
            or text.words[min(after, end - 1)] in COMMA | CLOSERS
        ):
            return without_marks(text, start, min(closed, end))
        return without_marks(text, start, self.ends.clause(text, start, end))
