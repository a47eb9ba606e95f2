"""Documents to duplicates: which repeat another, word for word, nearly, or by reporting one utterance."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from conflictlib.parameters import ParameterError
from conflictlib.repeats import candidates
from conflictlib.repeats.figures import told_apart
from conflictlib.repeats.readouts import shared_readouts
from conflictlib.repeats.wording import Passage, WordHashes, common, runs, words
from conflictlib.schema import DOCUMENTS, DUPLICATES, TableError, check, conform

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.repeats.wording import Hashes

Row = dict[str, Any]

#: A shorter text is compared for the same words only: that a caption of nine words is nearly another says nothing.
LEAST_WORDS = 10
#: An excerpt has so many different runs of five words at least, and this part of the longer document's.
EXCERPT, PART = 50, 1 / 3
#: Whoever joins a group by way of another copy has so much in common with the group's first document.
CHAIN = 0.5


def duplicates(
    documents: pd.DataFrame,
    statements: pd.DataFrame | None = None,
    *,
    similar: float = 0.8,
    progress: bool = False,
) -> pd.DataFrame:
    """Find the documents that repeat another: exact copies, edited copies, and reports of one utterance.

    Parameters
    ----------
    documents
        A documents table. Only ``text`` is compared, not ``title``. ``published``, and of one day
        ``published_at``, say who came first.
    statements
        A statements table with ``doc_id`` and ``readout_id``, for the level ``readout``; without it that level is
        left out. Statements of documents that are not in `documents` are passed over.
    similar
        From what `similarity` on a document is a near copy, 0.5 to 1. The lower, the more excerpts are missed (Notes).
    progress
        Show a progress bar, if on a terminal.

    Returns
    -------
    DataFrame
        One row per document that repeats another and level, columns as in ``conflictlib.schema.DUPLICATES``; rows
        in order of level, then of publication. ``copy_of`` is the first to be published (undated ones last, ties by
        position in the table). No document stands twice at one level. ``evidence`` is a passage of up to 30 words,
        ``text[start:end]``; ``first_start`` and ``first_end`` say where the text of ``copy_of`` has its like.

        ``exact``
            The same words in the same order, whatever the case, blanks and punctuation. ``similarity`` is 1. A text
            that stands in the table twice under one ``doc_id`` has one row, of which ``copy_of`` is itself. An exact
            copy has no row at level ``near``: what it copies may have.
        ``near``
            Syndicated, shortened and edited copies. ``similarity`` is the share of the shorter document's runs of
            five words (characters, in scripts without blanks) that stand in the other, if the shorter has 50 runs
            and a third of the longer's; else the share of all their runs that both have (Jaccard). Texts of fewer
            than 10 words are not compared. Reports from one template are told apart by their figures: on different
            days if a quarter, on one day if most of the sentences that they share but for figures have other ones (and
            these are 5 % of the text at least; what is less is a page's furniture).
            A group has a first document; a copy of a copy belongs to it only if it also has half of its runs, and
            no other figures. Two groups that a document belongs to are one if all in the later one do.
            ``similarity`` is that with ``copy_of``, so it may be less than `similar` there.
        ``readout``
            Both report one utterance: they have statements with the same ``readout_id``. ``copy_of`` is the one,
            among those that were first with an utterance, which shares most of them. ``similarity`` is the share of
            the document's utterances that it shares with ``copy_of``.

    Raises
    ------
    ParameterError
        `similar` is not allowed.
    TableError
        A column is missing, one ``doc_id`` has two texts, or a statement's offsets lie outside of its document.

    Notes
    -----
    Method: resemblance and containment of sets of word runs and their estimate by MinHash (Broder 1997, On the
    resemblance and containment of documents); pairs worth comparing by locality-sensitive hashing (Leskovec,
    Rajaraman and Ullman 2020, Mining of Massive Datasets, chapter 3). Every candidate is then compared by its true
    sets. Each changed word changes five runs: of words exchanged here and there, one in twenty makes a document no copy
    at 0.8. In a trial with 400 news texts and one word in fifty exchanged, 99.5 % of whole copies were found, 99 % of
    halves, 96 % of excerpts of 40 % and 88 % of those of 35 %. Where many share a template, a document is compared with
    the first, with the 20 before it, and of all these with the 20 most alike.

    Two outlets' own stories on one event are no copies. A correction of most figures makes a new report of a copy. A
    notice that stands instead of many texts (a paywall's) makes these exact copies. Translations are not found.

    Examples
    --------
    >>> import pandas as pd
    >>> pages = pd.DataFrame({
    ...     "doc_id": ["a", "b"], "doc": ["a.txt", "b.txt"], "published": pd.to_datetime(["2024-05-02", "2024-05-01"]),
    ...     "text": ["Freedonia called for a ceasefire.", "FREEDONIA called for a ceasefire!"]})
    >>> duplicates(pages)[["doc_id", "copy_of", "level", "evidence"]].values.tolist()
    [['a', 'b', 'exact', 'Freedonia called for a ceasefire']]
    """
    if isinstance(similar, bool) or not isinstance(similar, int | float) or not 0.5 <= similar <= 1:
        raise ParameterError(f"similar is {similar!r}; allowed is a number from 0.5 to 1")
    check(documents, DOCUMENTS)
    ordered, twice = _in_order(documents)
    hashes = WordHashes()
    pages = _read(ordered, hashes, progress=progress)
    first = _first_with_the_same_words(pages)
    again = [(page, one) for page, one in zip(pages, first, strict=True) if page is not one or page.doc_id in twice]
    rows = [_row(page, one, "exact", 1.0, hashes) for page, one in again]
    rows += _near([page for page, one in zip(pages, first, strict=True) if page is one], similar, hashes)
    if statements is not None:
        rows += shared_readouts({page.doc_id: page.text for page in pages}, statements)
    return conform(rows, DUPLICATES)


@dataclass(slots=True)
class _Page:
    """A document in order of publication, with what of it is compared."""

    doc_id: str
    text: str
    published: pd.Timestamp
    n_words: int
    same_words: bytes  # a digest
    runs: Hashes  # different ones, sorted


def _in_order(documents: pd.DataFrame) -> tuple[pd.DataFrame, set[str]]:
    """Return `doc_id`, `text` and `published` in order of publication, and the ids that stood there more than once."""
    when = ["published", "published_at"]
    table = documents.reindex(columns=["doc_id", "text", *when]).reset_index(drop=True)
    table = table.astype({"published": "datetime64[s]"}).sort_values(when, kind="stable")  # undated ones last
    again = table["doc_id"].duplicated()
    firsts = table[~again]
    texts = table.loc[again, "doc_id"].map(firsts.set_index("doc_id")["text"])
    for row in texts.index[texts != table.loc[again, "text"]][:1]:
        raise TableError(f"documents, row {row + 1}: doc_id {table.loc[row, 'doc_id']!r} has another text elsewhere in "
                         "the table; allowed is one text for each doc_id")  # fmt: skip
    return firsts, set(table.loc[again, "doc_id"])


def _read(firsts: pd.DataFrame, hashes: WordHashes, *, progress: bool) -> list[_Page]:
    import numpy as np
    from tqdm import tqdm

    pages = []
    told = zip(firsts["doc_id"].to_list(), firsts["text"].to_list(), firsts["published"], strict=True)
    for told_page in tqdm(told, "comparing", len(firsts), unit="document", disable=None if progress else True):
        numbers = hashes.of(words(told_page[1]))
        digest = hashlib.blake2b(numbers.tobytes(), digest_size=16).digest()
        pages.append(_Page(*told_page, len(numbers), digest, np.unique(runs(numbers))))
    return pages


def _first_with_the_same_words(pages: list[_Page]) -> list[_Page]:
    """Return the first page with the same words for every page; without words each is its own."""
    firsts: dict[bytes, _Page] = {}
    return [firsts.setdefault(page.same_words, page) if page.n_words else page for page in pages]


def _row(page: _Page, first: _Page, level: str, similarity: float, hashes: WordHashes) -> Row:
    shown = Passage(page.text, first.text, hashes)
    return {
        "doc_id": page.doc_id, "copy_of": first.doc_id, "level": level, "similarity": round(similarity, 4),
        "evidence": shown.text, "start": shown.start, "end": shown.end,
        "first_start": shown.first_start, "first_end": shown.first_end,
    }  # fmt: skip


def _near(pages: list[_Page], similar: float, hashes: WordHashes) -> Iterator[Row]:
    compared = [page for page in pages if page.n_words >= LEAST_WORDS]
    groups = _Groups(compared, similar)
    met = candidates.pairs([page.runs for page in compared], least=similar * PART / (1 + PART - similar * PART))
    for later, pairs in groupby(met, key=lambda pair: pair[1]):
        groups.add(later, [earlier for earlier, _ in pairs])
    for page, first in zip(compared, groups.first, strict=True):
        if compared[first] is not page:
            yield _row(page, compared[first], "near", _similarity(page.runs, compared[first].runs), hashes)


class _Groups:
    """Copies of one document, by their numbers; each has enough in common with the first of them."""

    def __init__(self, pages: list[_Page], similar: float) -> None:
        self.first = list(range(len(pages)))
        self._pages, self._similar = pages, similar
        self._members = {number: [number] for number in self.first}
        self._apart: set[tuple[int, int]] = set()

    def add(self, later: int, met: list[int]) -> None:
        """Put a document into the group where it has most in common with the first, and join groups that it links."""
        page, found = self._pages[later], dict[int, float]()
        for earlier in met:
            first = self.first[earlier]
            if first not in found and _alike(page, self._pages[earlier], self._similar):
                found[first] = _alike(page, self._pages[first], CHAIN)
        firsts = sorted(first for first, similarity in found.items() if similarity)
        if firsts:
            self._join(max(firsts, key=lambda first: (found[first], -first)), later)
        for other in firsts[1:]:
            self._link(firsts[0], other)

    def _link(self, first: int, other: int) -> None:
        if (first, other) in self._apart:
            return
        if all(_alike(self._pages[member], self._pages[first], CHAIN) for member in self._members[other]):
            self._join(first, other)
        else:
            self._apart.add((first, other))

    def _join(self, first: int, other: int) -> None:
        for member in self._members.pop(other):
            self.first[member] = first
            self._members[first].append(member)


def _alike(one: _Page, other: _Page, least: float) -> float:
    """Return how much two documents have in common; 0 if it is less than `least`, or if their figures differ."""
    similarity = _similarity(one.runs, other.runs)
    if similarity < least:
        return 0.0
    same_day = not (one.published < other.published or one.published > other.published)  # or a day is not known
    return 0.0 if told_apart(one.text, other.text, same_day=same_day) else similarity


def _similarity(one: Hashes, other: Hashes) -> float:
    shorter, longer = sorted((len(one), len(other)))
    both = common(one, other)
    if shorter >= EXCERPT and shorter >= PART * longer:
        return both / shorter
    return both / (shorter + longer - both)
