"""Statements as a reader is told of them: in their sentences, and each page that they rest on explained."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from conflictlib.explaining import html
from conflictlib.explaining.wording import PageInWords, StatementInWords, in_words, row_in_words
from conflictlib.reports import folder as folders
from conflictlib.reports.coded import sentence, sentence_starts
from conflictlib.reports.page import render

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

    from conflictlib.codebook import Codebook
    from conflictlib.reports.inputs import Material

#: Folder of a report for explained pages.
PAGES = "pages"


class Told:
    """Words for the statements that are `listed`, so many times each, by their index in `statements`.

    The pages that they rest on are explained, up to `most`, those with the most listings first.
    """

    def __init__(
        self, statements: pd.DataFrame, listed: Counter[int], material: Material, codebook: Codebook, *, most: int
    ) -> None:
        self.codebook = codebook
        rows = statements.loc[sorted(listed)]
        self._rows: dict[int, dict[Any, Any]] = dict(zip(rows.index, rows.to_dict("records"), strict=True))
        documents = material.documents.drop_duplicates("doc_id")
        documents = documents[documents["doc_id"].isin(rows["doc_id"])]
        here = _resting(statements, documents)
        pages = in_words(documents, here, _reasons(material.evidence, here, documents), codebook)
        self._said = {(p.doc_id, said.statement_id): (p, said) for p in pages for said in p.statements}
        self._by_id = {said.statement_id: (page, said) for page, said in self._said.values()}
        self._edges: dict[str, list[int]] = {}
        self._written: dict[int, Markup] = {}
        often = Counter[str]()
        for at, row in self._rows.items():
            often[row["doc_id"]] += listed[at] if self._page(row) else 0
        chosen = {doc_id for doc_id, n in often.most_common(most) if n}
        self._explained = [page for page in pages if page.doc_id in chosen]
        names = html.file_names(page.doc for page in self._explained)
        self._names = {page.doc_id: name for page, name in zip(self._explained, names, strict=True)}

    def _page(self, row: dict[Any, Any]) -> tuple[PageInWords, StatementInWords] | None:
        return self._said.get((row["doc_id"], row["statement_id"]))

    @property
    def marked(self) -> bool:
        """Whether any statement rests on a page of the corpus, so that its words are marked."""
        return bool(self._said)

    def html(self, at: int) -> Markup:
        """Return a statement as it stands in a list, with a link to where its words are explained."""
        from markupsafe import Markup

        if at not in self._written:
            written = render("statement.html.j2", **self._values(self._rows[at]))
            self._written[at] = Markup(written.decode("utf-8"))  # noqa: S704  # escaped by the template
        return self._written[at]

    def _values(self, row: dict[Any, Any]) -> dict[str, object]:
        found = self._page(row)
        if not found:
            url = row["source_url"] if isinstance(row["source_url"], str) else ""
            safe = url if url.startswith(("http://", "https://")) else ""
            return {"s": row_in_words(row, self.codebook), "row": row, "page": None, "url": safe, "pieces": []}
        page, said = found
        name = self._names.get(page.doc_id)
        link = f"../{PAGES}/{quote(name)}#{html.anchor(page, said)}" if name else ""
        return {"s": said, "row": row, "page": page, "url": link, "pieces": self._pieces(page, said)}

    def link_of(self, statement_id: str) -> str:
        """Return where a statement's words are explained, as seen from the report; ``""`` where they are not."""
        page, said = self._by_id.get(statement_id, (None, None))
        if page is None or said is None or page.doc_id not in self._names:
            return ""
        return f"{PAGES}/{quote(self._names[page.doc_id])}#{html.anchor(page, said)}"

    def _pieces(self, page: PageInWords, said: StatementInWords) -> list[tuple[str, str]]:
        if page.doc_id not in self._edges:
            self._edges[page.doc_id] = sentence_starts(page.text)
        return list(sentence(said, page.text, self._edges[page.doc_id]))

    def unexplained(self, listed: Iterable[int]) -> int:
        """Count the statements that rest on a page of the corpus which is not among those that are explained."""
        rows = [self._rows[at] for at in set(listed)]
        return sum(self._page(row) is not None and row["doc_id"] not in self._names for row in rows)

    def explained(self, report: str, before: Callable[[str, str], bytes | None]) -> Iterator[tuple[str, str, bytes]]:
        """Yield each explained page: its file, a sha256 over all that it is made of, and what stands in it.

        `report` is the title of the report; `before` gives the page of an earlier report that was made of the same.
        """
        made_by = f"{folders.package_digest()} {folders.key_of(folders.versions())}"
        common = f"{made_by} {self.codebook.digest} {report} "
        for page in self._explained:
            name = f"{PAGES}/{self._names[page.doc_id]}"
            key = hashlib.sha256((common + repr(page)).encode("utf-8", "replace")).hexdigest()
            yield name, key, before(name, key) or html.page([page], self.codebook, report=report)


def _resting(statements: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the statements whose words stand in one of the documents, where they say so."""
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    here = statements[statements["doc_id"].isin(list(texts))]
    standing = [place for place, row in enumerate(here.to_dict("records")) if _stands(row, texts[row["doc_id"]])]
    return here.iloc[standing]


def _stands(row: dict[Any, Any], text: str) -> bool:
    import pandas as pd

    ends = [(row[f"{role}_start"], row[f"{role}_end"]) for role in ("cue", "source")]
    marks = [*row["spans"], *((start, end) for start, end in ends if not pd.isna(start) and not pd.isna(end))]
    inside = all(0 <= start < end <= len(text) for start, end in marks)
    return inside and bool(row["spans"]) and " ".join(text[s:e] for s, e in row["spans"]) == row["text"]


def _reasons(evidence: pd.DataFrame, statements: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the evidence of the statements that stands inside their documents."""
    lengths = dict(zip(documents["doc_id"], documents["text"].str.len(), strict=True))
    ends = dict(zip(statements["statement_id"], statements["doc_id"].map(lengths), strict=True))
    here = evidence[evidence["statement_id"].isin(list(ends))]
    beyond = (here["end"] > here["statement_id"].map(ends)).fillna(False).astype(bool)
    return here[~beyond]
