"""The two layouts of articles in exports of LexisNexis: the old one, with blank lines, and that of Nexis Uni."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from conflictlib.loading._press import Article, one_line
from conflictlib.loading._press_words import labels, read_day_line

Block = list[str]  # lines without a blank one between

#: "3 of 20 DOCUMENTS", "Dokument 3 von 20", "Document 3 de 20".
HEADER = re.compile(
    r"\s*(?:FOCUS - )?(?:(?P<n>\d{1,7})\s+(?:of|von|de|di|van|z|из)\s+(?P<m>\d{1,7})\s+(?:DOCUMENTS?|DOKUMENTE?N?"
    r"|DOCUMENTOS?|DOCUMENTI|DOCUMENTEN)|(?:DOCUMENT|DOKUMENT|DOCUMENTO)\s+(?P<n2>\d{1,7})\s+(?:of|von|de|di|van|z)\s+"
    r"(?P<m2>\d{1,7}))\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\s*(?P<label>[^\W\d_][^\W\d_ /()-]*(?:[ /()-]+[^\W\d_()]+){0,3}\)?)\s?[:：]\s*(?P<value>.*)")
_COPYRIGHT = re.compile(
    r"\s*(?:\(?copyright|©|\(c\)|all rights reserved|alle rechte|tous droits|todos los derechos)", re.I
)
_CENTRED = re.compile(r"\s{8,}\S")
_COVER_COUNT = re.compile(
    r"\s*(?:Documents?|Dokumente?n?|Documentos?|Documenti|Documenten|Dokumenty)\s*\((\d{1,6})\)\s*"
)
_COVER_RANGE = re.compile(r".*(?:Items|Documents?\(?s?\)?|Dokumente|documenten)\s*:\s*(\d{1,6})\s*-\s*(\d{1,6})\s*")
#: Headings behind which lines without a label may stand.
_LOOSE = frozenset({"graphic", "correction", "notes", "subject"})
#: Fields of one line: what stands below them without a label is no part of them.
_SHORT = frozenset({"language", "load_date", "publication_type", "length_words", "url"})


def label_of(line: str, *places: str) -> tuple[str, str] | None:
    """Return our name of the field with whose label a line begins, and the value behind it.

    >>> label_of("LÄNGE: 355 Wörter", "head"), label_of("Graphic", "tail"), label_of("A note: this", "head")
    (('length_words', '355 Wörter'), ('graphic', ''), None)
    """
    match = _LABEL.fullmatch(line) if len(line) < 20_000 else _LABEL.match(line[:200])
    name = match["label"] if match else line if len(line) < 60 else ""
    place, field = labels("nexis").get(one_line(name).casefold(), ("", ""))
    value = line[match.start("value") :] if match else ""
    return (field, value) if place in places and (match or places == ("tail",) or "mark" in places) else None


def is_mark(line: str, field: str) -> bool:
    """Say whether a line is a mark by itself: ``Body``, ``End of Document``."""
    return len(line) < 60 and labels("nexis").get(one_line(line).casefold()) == ("mark", field)


def blocks_of(lines: Iterable[str]) -> list[Block]:
    """Return the lines in blocks, parted by blank lines."""
    blocks: list[Block] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line.rstrip())
        elif blocks[-1]:
            blocks.append([])
    return blocks if blocks[-1] else blocks[:-1]


def old_article(number: int, lines: Sequence[str]) -> Article:
    """Read an article of the old layout: source, day, headline, labelled lines, text, labelled lines.

    A headline or text behind a label (``HEADLINE:``, ``BODY:``) and a copyright line above the source are read too.
    """
    article = Article(number)
    blocks = blocks_of(lines)
    tail = _tail_from(blocks)
    at = next((n for n, block in enumerate(blocks[:tail]) if _opens(block, "head", "mark")), None)
    head, rest = (blocks[:3], blocks[3:tail]) if at is None else (blocks[:at], blocks[at:tail])
    if at is None and not any(read_day_line(line.strip()) for block in head for line in block):
        head, rest = blocks[:1], blocks[1:tail]  # nothing shows where the text begins
    rest = [*_above_labels(article, head), *_labelled(article, rest)]
    article.paragraphs = [_paragraph(block) for block in rest]
    _tail(article, blocks[tail:])
    return article


def _opens(block: Block, *places: str) -> bool:
    found = label_of(block[0], *places)
    return (found is not None and found[0] != "end") or is_mark(block[0], "body")


def _above_labels(article: Article, blocks: list[Block]) -> list[Block]:
    """Read copyright, source, day with edition, and headline; nothing is left."""
    dated = next((n for n, block in enumerate(blocks) if any(read_day_line(line.strip()) for line in block)), None)
    for n, block in enumerate(blocks):
        words = " ".join(block)
        if _COPYRIGHT.match(block[0]):
            rights = [line for line in block if _COPYRIGHT.match(line)]
            article.add("copyright", " ".join(rights))
            others = [line for line in block if line not in rights]
            if others:  # the source right below it
                article.add("publisher", " ".join(others))
        elif n == dated:
            _day_block(article, block)
        elif dated is not None and n > dated and _CENTRED.match(block[0]) and n + 1 < len(blocks):
            article.add("edition", words)
        elif "publisher" not in article.fields and (dated is None or n < dated):
            article.add("publisher", words)
        elif dated is not None and n < dated:
            article.add("edition", words)
        else:
            article.lengthen("title", words)
    return []


def _day_block(article: Article, block: Block) -> None:
    at = next(n for n, line in enumerate(block) if read_day_line(line.strip()))
    if at:
        article.add("publisher", " ".join(block[:at]))
    article.add("published", block[at])
    article.add("edition", " ".join(block[at + 1 :]))


def _labelled(article: Article, blocks: list[Block]) -> list[Block]:
    """Read the labelled lines between headline and text; return the blocks of the text."""
    last = None
    for n, block in enumerate(blocks):
        ahead = (
            any(label_of(later[0], "head") for later in blocks[n + 1 : n + 4]) and "length_words" not in article.fields
        )
        if not (_opens(block, "head", "mark") or (ahead and last)):
            return blocks[n:]
        for m, line in enumerate(block):
            if is_mark(line, "body") or (label_of(line, "mark") or ("", ""))[0] == "body":
                value = (label_of(line, "mark") or ("", ""))[1]
                return [kept for kept in [[*([value] if value else []), *block[m + 1 :]], *blocks[n + 1 :]] if kept]
            found = label_of(line, "head")
            if found:
                last = found[0]
                article.add(*found)
            elif last == "length_words":  # the text follows without a blank line
                return [block[m:], *blocks[n + 1 :]]
            elif last:
                article.lengthen(last, line)
    return []


def _tail_from(blocks: list[Block]) -> int:
    """Return where the labelled lines behind the text begin: looked for from the end."""
    at = len(blocks)
    for n in range(len(blocks) - 1, 0, -1):
        if label_of(blocks[n][0], "tail") or _COPYRIGHT.match(blocks[n][0]):
            at = n
        elif at - n > 3 or (at == len(blocks) and not _CENTRED.match(blocks[n][0])):
            break
    while at < len(blocks) and at and not _kept_behind(blocks, at):
        at += 1
    return at


def _kept_behind(blocks: list[Block], at: int) -> bool:
    """Say whether all blocks from here on are labelled, copyright lines or centred, or go on with a caption."""
    last = ""
    for block in blocks[at:]:
        found = label_of(block[0], "tail")
        if found:
            last = found[0]
        elif not (_COPYRIGHT.match(block[0]) or _CENTRED.match(block[0]) or last in _LOOSE):
            return False
    return True


def _tail(article: Article, blocks: list[Block]) -> None:
    last = ""
    for line in (line for block in blocks for line in block):
        found = label_of(line, "tail")
        if found:
            last = found[0]
            article.add(*found)
        elif _COPYRIGHT.match(line):
            last = "copyright"
            article.lengthen(last, line)
        else:
            article.lengthen(last if last and last not in _SHORT else "remarks", line)


def _paragraph(block: Block) -> str:
    """Join the lines of a paragraph that the export broke; scripts without blanks get none."""
    joined = one_line(" ".join(block))
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", joined)


def uni_article(number: int, lines: Sequence[str]) -> Article:
    """Read an article of Nexis Uni: title, source, day, labelled lines, ``Body``, text, labelled lines."""
    article = Article(number)
    lines = [line for line in (one_line(line) for line in lines) if line]
    at = next((n for n, line in enumerate(lines) if is_mark(line, "body")), None)
    head, rest = (lines[:at], lines[at + 1 :]) if at is not None else _without_mark(lines)
    dated = next((n for n, line in enumerate(head[1:6], 1) if read_day_line(line)), None)
    above = head[:dated] if dated else head[:2]
    article.lengthen("title", " ".join(above[: max(1, len(above) - 1)]))
    article.add("publisher", above[-1] if len(above) > 1 else "")
    if dated:
        article.add("published", head[dated])
    _uni_head(article, head[len(above) + bool(dated) :])
    blocks = [[line] for line in rest]
    tail = _tail_from([["-"], *blocks]) - 1
    article.paragraphs = rest[:tail]
    _tail(article, blocks[tail:])
    return article


def _without_mark(lines: list[str]) -> tuple[list[str], list[str]]:
    """Part head and text where ``Body`` is missing: behind the last labelled line of the first ones."""
    last = max((n for n, line in enumerate(lines[:20]) if label_of(line, "head") or read_day_line(line)), default=1)
    return lines[: last + 1], lines[last + 1 :]


def _uni_head(article: Article, lines: list[str]) -> None:
    last = "edition"
    for line in lines:
        found = label_of(line, "head") or label_of(line, "head", "tail")
        other = _LABEL.fullmatch(line)
        if _COPYRIGHT.match(line):
            last = "copyright"
            article.lengthen(last, line)
        elif found:
            last = found[0]
            article.add(*found)
        elif other and len(other["label"]) < 30:
            last = re.sub(r"\W+", "_", other["label"].lower()).strip("_")
            article.add(last, other["value"])
        else:
            article.lengthen(last if last not in _SHORT else "remarks", line)


def told_on_cover(lines: Iterable[str]) -> int | None:
    """Return how many articles a cover page lists, None where it tells none."""
    for line in lines:
        if match := _COVER_COUNT.fullmatch(line[:200]):
            return int(match[1])
        if match := _COVER_RANGE.fullmatch(line[:200]):
            return max(0, int(match[2]) - int(match[1]) + 1)
    return None


def is_nexis(lines: Sequence[str]) -> bool:
    """Say whether lines are the beginning of an export: a header or mark, and a label of its own."""
    short = [line for line in lines if len(line) < 200]
    length = any((label_of(line, "head") or ("",))[0] == "length_words" and re.search(r"\d", line) for line in short)
    if any(HEADER.fullmatch(line) for line in short):
        return length or any(label_of(line, "head", "tail") for line in short)
    body, end = (any(is_mark(line, mark) for line in short) for mark in ("body", "end"))
    cover = any(_COVER_COUNT.fullmatch(line) for line in short) and any("Job Number" in line for line in short)
    return cover or length + body + end >= 2


def nexis_articles(lines: Sequence[str]) -> Iterator[Article]:
    """Give the articles in the lines of an export of either layout; the last one says if the cover tells of others."""
    headed = any(HEADER.fullmatch(line) for line in lines if len(line) < 100)
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
    starts = [n for n, line in enumerate(lines) if len(line) < 100 and HEADER.fullmatch(line)]
    return told_on_cover(lines[: starts[0]][:200]), _behind_headers(lines, starts)


def _behind_headers(lines: Sequence[str], starts: list[int]) -> Iterator[Article]:
    before, total = 0, ""
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True), 1):
        article = old_article(number, lines[start + 1 : end])
        match = HEADER.fullmatch(lines[start])
        here = (match["n"] or match["n2"], match["m"] or match["m2"]) if match else ("", "")
        article.fields["position"] = f"{here[0]} of {here[1]}"
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
