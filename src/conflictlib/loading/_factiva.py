"""The layouts of articles in exports of Factiva: fields behind their codes, and the plain one without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from conflictlib.loading._press import Article, one_line
from conflictlib.loading._press_words import labels, language_code, read_day_line

#: Code of the source, day, and a number of its own.
NUMBER = r"[A-Z][A-Z0-9]{3,12}(?:19|20)\d{6}[A-Za-z0-9]{7,12}"
#: The last line of an article: ``Document`` in the interface's language, and its accession number.
END = re.compile(rf"\s*[^\W\d_]{{0,15}}[:：]?\s*(?P<doc>{NUMBER})\s*")
_LENGTH = re.compile(r"\d[\d.,'’ \xa0\u202f]{0,12}\s?[^\W\d_]{1,12}\.?")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:\s?[ap]m)?(?:\s?[A-Z]{2,4})?", re.IGNORECASE)
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_RIGHTS = re.compile(
    r"\W*(?:\(c\)|©|copyright)|.{0,60}(?:all rights|alle rechte|tous droits|derechos|版权|著作権)", re.I
)
_A_CODE = re.compile(r"[A-Z]{2,4}")
_COUNTED = re.compile(r"\d{1,4}\)\s+")


def is_code(word: str) -> bool:
    """Say whether a word is the code of a field, such as HD."""
    return word.isupper() and word.casefold() in labels("factiva")


def coded_article(number: int, fields: Iterable[tuple[str, Sequence[str]]]) -> Article:
    """Return the article in fields behind their codes: HD, BY, WC, PD, ET, SN, SC, LA, CY, LP, TD, AN and others.

    The text is LP and TD. Codes that are not known keep their names.
    """
    article = Article(number)
    for code, paragraphs in fields:
        lines = [line for line in (one_line(line) for line in paragraphs) if line]
        name = labels("factiva").get(code.casefold(), ("", code.casefold()))[1]
        if name in ("lead", "body"):
            article.paragraphs += lines
        elif name == "doc":
            match = END.fullmatch(" ".join(lines))
            article.add("doc", match["doc"] if match else " ".join(lines))
        else:
            article.add(name, " ".join(lines))
    return _checked(article)


def plain_article(number: int, lines: Sequence[str], *, title: str = "", author: str = "", rights: str = "") -> Article:
    """Return the article in lines without codes; `title`, `author` and `rights` (its holder) where the page marks them.

    In this order: section, headline, byline, length, day, time, source, its code, edition or page, language,
    copyright, text, rights holder, ``Document`` and accession number.
    """
    article = Article(number)
    lines = [line for line in (one_line(line) for line in lines) if line]
    if lines and (match := END.fullmatch(lines[-1])):
        article.add("doc", match["doc"])
        lines = lines[:-1]
    at = _length_at(lines)
    if at is None:
        article.add("title", title)
        article.paragraphs = [line for line in lines if line != title]
        article.problem("the line with the length and the day was not found; all its lines are in the text", "note")
    else:
        _above(article, lines[:at], title, author)
        article.add("length_words", lines[at])
        article.add("published", lines[at + 1])
        article.paragraphs = list(_below(article, lines[at + 2 :]))
        _rights(article, rights)
    return _checked(article)


def _rights(article: Article, holder: str) -> None:
    """Take the holder of the rights from the end of the text: marked, or named in the line of the copyright too."""
    last = article.paragraphs[-1] if len(article.paragraphs) > 1 else ""
    if last and (last == holder or _letters(last) in _letters(article.get("copyright"))):
        article.add("rights_holder", article.paragraphs.pop())


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold() or " "


def _length_at(lines: Sequence[str]) -> int | None:
    """Return where the line with the length stands: the next one is a day."""
    pairs = pairwise(lines[:41])
    return next((n for n, (one, two) in enumerate(pairs) if _LENGTH.fullmatch(one) and read_day_line(two)), None)


def _above(article: Article, lines: Sequence[str], title: str, author: str) -> None:
    at = lines.index(title) if title in lines else 0
    author = author or (lines[at + 1] if title in lines and at + 1 < len(lines) else "")
    left = [line for line in lines if line not in (title, author)]
    if not title and left:
        # section, headline and byline look alike; a byline says so, and a headline is the longest
        author = author or next((line for line in left[1:] if line.casefold().startswith("by ")), "")
        left = [line for line in left if line != author]
        if not author and len(left) > 1 and len(left[-1]) < len(left[-2]):
            author = left.pop()
        title = left.pop() if left else ""
    article.add("title", _COUNTED.sub("", title, count=1) if _COUNTED.match(title) else title)
    article.add("author", author if re.search(r"\w", author.strip(" _")) else "")  # "_" stands for none
    for line in left:
        article.add("section", line)


def _below(article: Article, lines: Sequence[str]) -> Iterator[str]:
    """Read the lines between day and text; give those of the text."""
    at, seen = 0, ""
    while at < min(len(lines), 10) and seen != "copyright":
        line = lines[at]
        name = _name_below(article, line, seen)
        if not name:
            break
        article.add(name, line)
        seen, at = name, at + 1
    yield from lines[at:]


def _name_below(article: Article, line: str, before: str) -> str:
    if _RIGHTS.match(line):
        return "copyright"
    if before == "language" or len(line) > 120:
        return ""
    if not before and _CLOCK.fullmatch(line):
        return "time"
    if not article.has("publisher"):
        return "publisher"
    if not article.has("source_code") and _CODE.fullmatch(line):
        return "source_code"
    if language_code(line) and len(line) > 1 and not _CODE.fullmatch(line):
        return "language"
    if not article.has("source_code"):
        return ""
    return "page" if re.fullmatch(r"[A-Z]?\d[\w,; -]{0,12}", line) else "edition"


def _checked(article: Article) -> Article:
    if not article.has("doc"):
        article.problem("the article has no accession number; the file may be cut", "note")
    return article


def coded_fields(lines: Iterable[str], *, cell: str) -> Iterator[tuple[str, list[str]]]:
    """Give the fields in lines that begin with a code and the end of a cell, or are a code; other lines go on."""
    code, paragraphs = "", list[str]()
    for line in lines:
        first, _, rest = line.strip(f" \t{cell}").replace("\t", cell).partition(cell)
        if is_code(first.strip()) or (cell in line and _A_CODE.fullmatch(first.strip())):
            if code:
                yield code, paragraphs
            code, paragraphs = first.strip(), [rest.replace(cell, " ")]
        else:
            paragraphs.append(line.replace(cell, " "))
    if code:
        yield code, paragraphs
