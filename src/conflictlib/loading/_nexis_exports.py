"""Exports of LexisNexis: how they are told, and the articles in their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from conflictlib.loading._nexis import is_mark, label_of, old_article, uni_article
from conflictlib.loading._press import Article
from conflictlib.loading._press_words import labels, read_day_line

#: "3 of 20 DOCUMENTS", "Dokument 3 von 20", "Document 3 de 20".
_HEADER = re.compile(
    r"\s*(?:FOCUS - )?(?:(?P<n>\d{1,7})\s+(?:of|von|de|di|van|z|из)\s+(?P<m>\d{1,7})\s+(?:DOCUMENTS?|DOKUMENTE?N?"
    r"|DOCUMENTOS?|DOCUMENTI|DOCUMENTEN)|(?:DOCUMENT|DOKUMENT|DOCUMENTO)\s+(?P<n2>\d{1,7})\s+(?:of|von|de|di|van|z)\s+"
    r"(?P<m2>\d{1,7}))\s*",
    re.IGNORECASE,
)
_COVER_COUNT = re.compile(
    r"\s*(?:Documents?|Dokumente?n?|Documentos?|Documenti|Documenten|Dokumenty)\s*\((\d{1,6})\)\s*"
)
_COVER_RANGE = re.compile(r".*(?:Items|Documents?\(?s?\)?|Dokumente|documenten)\s*:\s*(\d{1,6})\s*-\s*(\d{1,6})\s*")


def told_on_cover(lines: Iterable[str]) -> int | None:
    """Return how many articles a cover page lists, None where it tells none."""
    for line in lines:
        if match := _COVER_COUNT.fullmatch(line[:200]):
            return int(match[1])
        if match := _COVER_RANGE.fullmatch(line[:200]):
            return max(0, int(match[2]) - int(match[1]) + 1)
    return None


@cache
def _signs() -> re.Pattern[str]:
    names = [name for name, (_, field) in labels("nexis").items() if field in ("length_words", "end")]
    known = "|".join(re.escape(name).replace(r"\ ", r"\s") for name in sorted(names, key=len, reverse=True))
    return re.compile(
        rf"^[^\S\n]*(?:(?:{known})\b|(?:FOCUS - )?\d+ \w+ \d+ D|D[a-z]+ \d+ \w+ \d|Job Number)", re.I | re.M
    )


def may_be_nexis(text: str) -> bool:
    """Say whether a closer look pays: most texts show no label at all."""
    return bool(_signs().search(text))


def is_nexis(lines: Sequence[str]) -> bool:
    """Say whether lines are the beginning of an export: a header or mark, and a label of its own."""
    short = [line for line in lines if len(line) < 200]
    length = any((label_of(line, "head") or ("",))[0] == "length_words" and re.search(r"\d", line) for line in short)
    if any(_HEADER.fullmatch(line) for line in short):
        return length or any(label_of(line, "head", "tail") for line in short)
    body, end = (any(is_mark(line, mark) for line in short) for mark in ("body", "end"))
    cover = any(_COVER_COUNT.fullmatch(line) for line in short) and any("Job Number" in line for line in short)
    return cover or length + body + end >= 2


def is_old_export(lines: Sequence[str]) -> bool:
    """Say whether lines are the beginning of an export of the old layout, whose articles have headers."""
    return any(_HEADER.fullmatch(line) for line in lines if len(line) < 100) and is_nexis(lines)


def nexis_articles(lines: Sequence[str]) -> Iterator[Article]:
    """Give the articles in the lines of an export of either layout; the last one says if the cover tells of others."""
    headed = any(_HEADER.fullmatch(line) for line in lines if len(line) < 100)
    told, articles = _old_articles(lines) if headed else _uni_articles(lines)
    last = None
    for article in articles:
        if last is not None:
            yield last
        last = article
    if last is not None:
        if told is not None and told != last.number:
            last.problem(f"the cover page tells of {told:,} articles, {last.number:,} were found", "note")
        yield last


def _old_articles(lines: Sequence[str]) -> tuple[int | None, Iterator[Article]]:
    starts = [n for n, line in enumerate(lines) if len(line) < 100 and _HEADER.fullmatch(line)]
    return told_on_cover(lines[: starts[0]][:200]), _behind_headers(lines, starts)


def _behind_headers(lines: Sequence[str], starts: list[int]) -> Iterator[Article]:
    before, total = 0, ""
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True), 1):
        article = old_article(number, lines[start + 1 : end])
        match = _HEADER.fullmatch(lines[start])
        here = (match["n"] or match["n2"], match["m"] or match["m2"]) if match else ("", "")
        article.add("position", f"{here[0]} of {here[1]}")
        total = total or here[1]
        if before and (int(here[0]) != before + 1 or here[1] != total):
            article.problem(f"its header says {here[0]} of {here[1]}; {before + 1} of {total} was expected", "note")
        before = int(here[0])
        yield article


def _uni_articles(lines: Sequence[str]) -> tuple[int | None, Iterator[Article]]:
    """Part the lines at the ``End of Document`` marks; what stands above the first article is the cover page."""
    ends = [n for n, line in enumerate(lines) if is_mark(line, "end")]
    told, start = _without_cover(lines[: ends[0] if ends else len(lines)])
    starts = [start, *(end + 1 for end in ends)]
    parts = [(lines[a:b], b == len(lines)) for a, b in zip(starts, [*ends, len(lines)], strict=True)]
    filled = [(part, cut) for part, cut in parts if any(line.strip() for line in part)]
    return told, (_uni(number, *one) for number, one in enumerate(filled, 1))


def _uni(number: int, lines: Sequence[str], cut: bool) -> Article:
    article = uni_article(number, lines)
    if cut:
        article.problem("the file ends before the article does; it is kept as far as it goes", "incomplete")
    return article


def _without_cover(lines: Sequence[str]) -> tuple[int | None, int]:
    """Return what the cover page tells, and where the first article begins: two lines above the last day so far."""
    body = next((n for n, line in enumerate(lines) if is_mark(line, "body")), len(lines))
    told = told_on_cover(lines[:body])
    if told is None:
        return None, 0
    filled = [n for n, line in enumerate(lines[:body]) if line.strip()]
    dated = [at for at, n in enumerate(filled) if read_day_line(lines[n].strip())]
    return told, filled[max(0, dated[-1] - 2)] if dated else 0
