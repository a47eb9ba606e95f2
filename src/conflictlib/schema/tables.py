"""The tables: the only definition of their columns, types and codes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column: its name, its kind of value, what it means, and the codes allowed in it."""

    name: str
    kind: str  # text | code | day | whole | number | yes_no | list
    meaning: str
    required: bool = False
    codes: tuple[str, ...] | None = None  # a vocabulary that the schema itself fixes
    codebook: str | None = None  # or the codebook's file that lists the codes: actors, acts, themes


@dataclass(frozen=True)
class Table:
    """A table's name, what one row of it is, and its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Names of all columns, in order."""
        return [column.name for column in self.columns]


QUOTES = ("direct", "indirect", "mixed")
DATE_BASES = ("dateline", "text", "page", "url", "file", "none")

#: Levels at which a document may repeat another, from the narrowest.
LEVELS = ("exact", "near", "readout")

DOCUMENTS = Table("documents", "one page, article, release or post", (
    Column("doc_id", "text", "first 16 hexadecimal digits of the sha256 of the text", required=True),
    Column("doc", "text", "file name or id as given", required=True),
    Column("title", "text", "headline"),
    Column("text", "text", "what a reader sees; all offsets count its Unicode code points", required=True),
    Column("published", "day", "the page's own date, on its own clock"),
    Column("published_at", "text", "the moment in UTC, YYYY-MM-DDTHH:MM:SSZ, where the file gives a time and its zone"),
    Column("url", "text", "address"),
    Column("publisher", "text", "who published the page"),
    Column("author", "text", "who wrote or spoke it: persons with ; between them, or a state or body"),
    Column("language", "text", "ISO 639-1 code"),
    Column("format", "text", "format that it was loaded from"),
    Column("sha256", "text", "sha256 of the file"),
    Column("path", "text", "path relative to what was loaded"),
))  # fmt: skip

STATEMENTS = Table("statements", "one statement: one speaker, one act, one content", (
    Column("statement_id", "text", "stable id, from document, spans and cue", required=True),
    Column("doc_id", "text", "document that reports it"),
    Column("doc", "text", "that document's file name or id"),
    Column("readout_id", "text", "shared by statements that report one utterance"),
    Column("date", "day", "day it was said"),
    Column("date_basis", "code", "where the day was read", codes=DATE_BASES),
    Column("actor", "code", "state (ISO 3166-1 alpha-3) or organisation in whose name it was said", codebook="actors"),
    Column("members", "list", "codes of the members of a joint statement", codebook="actors"),
    Column("speaker", "text", "person who said it, in full where the page has it"),
    Column("role", "text", "office or body of the speaker"),
    Column("addressee", "code", "code of whom it is aimed at; several are joined by ;", codebook="actors"),
    Column("channel", "text", "press_release, un_meeting, vote_explanation, speech, ..."),
    Column("act", "code", "what was done by saying it", codebook="acts"),
    Column("negated", "yes_no", "the act itself is denied (did not call for)"),
    Column("quote", "code", "own words, reported words or both", codes=QUOTES),
    Column("themes", "list", "what it is about", codebook="themes"),
    Column("text", "text", "the content, without speaker and reporting verb", required=True),
    Column("spans", "list", "[[start, end], ...] of the content in the document's text"),
    Column("start", "whole", "first offset of the content"),
    Column("end", "whole", "offset after the content"),
    Column("cue", "text", "reporting verb or phrase"),
    Column("cue_start", "whole", "its first offset"),
    Column("cue_end", "whole", "the offset after it"),
    Column("source", "text", "words of the page that name the speaker"),
    Column("source_start", "whole", "their first offset"),
    Column("source_end", "whole", "the offset after them"),
    Column("coder", "text", "`hand`, or name and version of the coder with the codebook's hash"),
    Column("rule", "text", "rule that found it"),
    Column("confidence", "code", "standing of the source of a hand-coded row", codes=("high", "medium", "low")),
    Column("source_title", "text", "title of the page that a hand-coded row rests on"),
    Column("source_publisher", "text", "its publisher"),
    Column("source_url", "text", "its address: the evidence of a hand-coded row"),
    Column("source_date", "day", "its own date"),
))  # fmt: skip

EVIDENCE = Table("evidence", "one reason why a statement has a code", (
    Column("statement_id", "text", "statement that has the code", required=True),
    Column("kind", "code", "what was coded", required=True, codes=("actor", "addressee", "act", "theme", "date",
                                                               "readout")),
    Column("code", "text", "code given", required=True),
    Column("start", "whole", "first offset of the words that it rests on"),
    Column("end", "whole", "the offset after them"),
    Column("matched", "text", "those words"),
    Column("rule", "text", "pattern or rule that matched"),
    Column("negated", "yes_no", "the words stand under a negation"),
))  # fmt: skip

EVENTS = Table("events", "one dated event, to be laid over charts", (
    Column("date", "day", "day of the event", required=True),
    Column("event", "text", "what happened, in a few words", required=True),
    Column("kind", "text", "attack, ceasefire, court, resolution, summit, veto, other"),
    Column("symbol", "text", "UN document symbol"),
    Column("source_url", "text", "address of the source"),
    Column("source_title", "text", "title of the source"),
    Column("event_id", "text", "id in the dataset"),
    Column("code", "text", "the dataset's own code of the event, such as 0841 of CAMEO"),
    Column("actor", "text", "who did it: code or name as the dataset has it"),
    Column("target", "text", "to whom, likewise"),
    Column("country", "text", "country of the event, as the dataset names it"),
    Column("place", "text", "place in it"),
    Column("latitude", "number", "degrees north"),
    Column("longitude", "number", "degrees east"),
    Column("deaths", "whole", "people killed, the dataset's best estimate"),
    Column("dataset", "text", "format that it was loaded from"),
))  # fmt: skip

DUPLICATES = Table("duplicates", "one document that repeats another, at one level", (
    Column("doc_id", "text", "document that repeats another", required=True),
    Column("copy_of", "text", "the document that it repeats: the first to be published", required=True),
    Column("level", "code", "same words, nearly the same words, or an utterance that both report", required=True,
           codes=LEVELS),
    Column("similarity", "number", "how much of it is repeated, from 0 to 1; what is compared depends on the level"),
    Column("evidence", "text", "a short passage of the document that shows it"),
    Column("start", "whole", "first offset of that passage in the document's text"),
    Column("end", "whole", "the offset after it"),
    Column("first_start", "whole", "first offset of the passage that it repeats, in the text of copy_of"),
    Column("first_end", "whole", "the offset after that"),
))  # fmt: skip

PROBLEMS = Table("problems", "one file, line or record that could not be read, or of which something is to be said", (
    Column("file", "text", "file, relative to what was loaded", required=True),
    Column("line", "whole", "line or record in it, from 1"),
    Column("kind", "code", "refused: not loaded; incomplete: without a value; note: nothing is lost", required=True,
           codes=("refused", "incomplete", "note")),
    Column("reason", "text", "what is wrong and what is allowed", required=True),
))  # fmt: skip
