"""The two layouts of articles in exports of LexisNexis: the old one, with blank lines, and that of Nexis Uni."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from conflictlib.loading._press import Article, one_line
from conflictlib.loading._press_words import labels, read_day_line

Block = list[str]  # lines without a blank one between

_LABEL = re.compile(r"\s*(?P<label>[^\W\d_][^\W\d_ /()-]*(?:[ /()-]+[^\W\d_()]+){0,3}\)?)\s?[:：]\s*(?P<value>.*)")
_COPYRIGHT = re.compile(
    r"\s*(?:\(?copyright|©|\(c\)|all rights reserved|alle rechte|tous droits|todos los derechos)", re.I
)
_CENTRED = re.compile(r"\s{8,}\S")
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
    _above_labels(article, head)
    article.paragraphs = [_paragraph(block) for block in _labelled(article, rest)]
    _tail(article, blocks[tail:])
    return article


def _opens(block: Block, *places: str) -> bool:
    found = label_of(block[0], *places)
    return (found is not None and found[0] != "end") or is_mark(block[0], "body")


def _above_labels(article: Article, blocks: list[Block]) -> None:
    """Read copyright, source, day with edition, and headline."""
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
        elif not article.has("publisher") and (dated is None or n < dated):
            article.add("publisher", words)
        elif dated is not None and n < dated:
            article.add("edition", words)
        else:
            article.lengthen("title", words)


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
        ahead = any(label_of(later[0], "head") for later in blocks[n + 1 : n + 4]) and not article.has("length_words")
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
    return _kept_from(blocks, at)


def _kept_from(blocks: list[Block], at: int) -> int:
    """Return from where on all blocks are labelled, copyright lines or centred, or go on with a caption."""
    last = ""
    for n in range(at, len(blocks)):
        found = label_of(blocks[n][0], "tail")
        if found:
            last = found[0]
        elif not (_COPYRIGHT.match(blocks[n][0]) or _CENTRED.match(blocks[n][0]) or last in _LOOSE):
            at, last = n + 1, ""
    return at


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
