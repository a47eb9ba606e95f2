"""Actor, act, themes and date of each statement: a coding beside a gold coding.

A predicted statement finds a gold one on the same document when half of the words of both are shared. What lies in
a neutral stretch, and a further piece of a gold statement with the same actor, counts neither way. ``MEASURES`` says
what each measure is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from conflictlib.evaluation.coded_table import CodedTable
from conflictlib.evaluation.comparison import Comparison, Count, Row, document_name, of_documents
from conflictlib.evaluation.matching import Pair, pair_off
from conflictlib.evaluation.tokens import bag, share_within

#: Which share of its words makes a statement part of a gold one, and of a neutral stretch or distractor.
PART_OF_GOLD, PART_OF_STRETCH = 0.8, 0.7
#: The measure whose recall is the share of distractors that were coded.
DISTRACTORS = "distractors coded"
NEAR_TWINS = "near twins kept apart"
MEASURES = {
    "found": "half of the words of both are shared",
    "coded (actor, act, a theme)": "found, with the same actor, a right act and a right theme",
    "themes, of found": "themes of the statements found; n counts themes",
    "readout pairs": "statements on two documents that report one utterance; n counts pairs",
    "date, of found and dated": "the same day, of those to which the gold gives one",
    "negation, of found": "rightly said to be made or denied",
    "actor, of found": "the same actor, or none on both sides",
    "act, of found": "the same act",
    "act or alternative, of found": "the same act, or one that the gold allows beside it",
    "addressee, of found": "the same addressee, or none on both sides",
    "addressee or alternative, of found": "the same addressee, or one that the gold allows beside it",
    NEAR_TWINS: "pairs that look like one utterance and are two, not joined",
    DISTRACTORS: "sentences that look like a statement and are none; 70 % of the words of a coded statement that "
    "finds nothing stand in one",
}


@dataclass(frozen=True)
class Statement:
    """A statement with its words counted."""

    row: Row
    words: Counter[str]


def compare(gold: CodedTable, statements: list[Row], *, progress: bool = False) -> Comparison:
    """Set statements beside the gold, document by document; those on other documents are left out."""
    from tqdm import tqdm

    comparison = Comparison()
    sides = [of_documents(rows) for rows in (gold.statements, statements, gold.neutral, gold.distractors)]
    for name in tqdm(gold.documents, "comparing", unit="page", disable=None if progress else True):
        wanted, given, neutral, distractors = ([_statement(row) for row in side.get(name, [])] for side in sides)
        _add(comparison, name, wanted, given, neutral)
        _add_distractors(comparison, name, distractors, given)
    comparison.counts += list(_retellings(comparison, gold.near_twins))
    return comparison


def _statement(row: Row) -> Statement:
    return Statement(dict(row), bag(str(row.get("text") or "")))


def _add(
    comparison: Comparison, name: str, gold: list[Statement], given: list[Statement], neutral: list[Statement]
) -> None:
    """Count one document and note what is wrong with each of its statements."""
    found = pair_off(
        (_likeness(g, p) + 0.01 * _agree(g.row, p.row, "actor"), i, j)
        for i, g in enumerate(gold)
        for j, p in enumerate(given)
        if 2 * (g.words & p.words).total() >= max(g.words.total(), p.words.total(), 1)
    )
    finding = {j: i for i, j in found}
    counting = [j for j, p in enumerate(given) if j in finding or not _neither_way(p, gold, neutral)]
    codes = [_right_codes(gold[i].row, given[j].row) for i, j in found]
    coded = sum(right["coded"] for right in codes)
    comparison.counts += [
        Count("found", name, len(found), len(counting), len(found), len(gold)),
        Count("coded (actor, act, a theme)", name, coded, len(counting), coded, len(gold)),
        *_counts_of_found(name, [(gold[i].row, given[j].row) for i, j in found], codes),
    ]
    found_gold = set(finding.values())
    for i, g in enumerate(gold):
        g.row["fault"] = None if i in found_gold else "not found"
    for j, p in enumerate(given):
        p.row["fault"] = _fault(gold[finding[j]].row, p.row) if j in finding else "no such statement"
    place = {j: n for n, j in enumerate(counting)}
    comparison.add([g.row for g in gold], [given[j].row for j in counting], [(i, place[j]) for i, j in found])


def _likeness(g: Statement, p: Statement) -> float:
    return (g.words & p.words).total() / (g.words | p.words).total()


def _neither_way(p: Statement, gold: list[Statement], neutral: list[Statement]) -> bool:
    further = any(share_within(p.words, g.words) >= PART_OF_GOLD and _agree(g.row, p.row, "actor") for g in gold)
    return further or any(share_within(p.words, n.words) >= PART_OF_STRETCH for n in neutral)


def _agree(gold: Row, predicted: Row, field: str) -> bool:
    return (gold.get(field) or None) == (predicted.get(field) or None)


def _agree_or_alternative(gold: Row, predicted: Row, field: str) -> bool:
    also = (gold.get("alt") or {}).get(field) or []
    allowed = also if isinstance(also, list) else [also]
    return _agree(gold, predicted, field) or (predicted.get(field) or None) in [code or None for code in allowed]


def _themes(gold: Row) -> tuple[set[str], set[str]]:
    """Return the themes of a gold statement, and those that would be right too."""
    return set(gold.get("themes") or []), set((gold.get("alt") or {}).get("themes") or [])


def _right_codes(gold: Row, predicted: Row) -> dict[str, bool]:
    """Say which codes of a found statement are right."""
    themes, also = _themes(gold)
    right = {field: _agree(gold, predicted, field) for field in ("actor", "act", "addressee")}
    right |= {f"{f} or alternative": _agree_or_alternative(gold, predicted, f) for f in ("act", "addressee")}
    theme = themes <= {"other"} or bool((themes | also) & set(predicted.get("themes") or []))
    right["coded"] = right["actor"] and right["act or alternative"] and theme
    right["negation"] = bool(gold.get("negated")) == bool(predicted.get("negated"))
    right["date"] = str(gold.get("date") or "")[:10] == str(predicted.get("date") or "")[:10]
    return right


def _counts_of_found(name: str, found: list[tuple[Row, Row]], codes: list[dict[str, bool]]) -> Iterator[Count]:
    hits = predicted = wanted = 0
    for gold, statement in found:
        (themes, also), given = _themes(gold), set(statement.get("themes") or [])
        hits += len(themes & given)
        predicted += len(given - (also - themes))
        wanted += len(themes)
    yield Count("themes, of found", name, hits, predicted, hits, wanted)
    dated = [right["date"] for (gold, _), right in zip(found, codes, strict=True) if gold.get("date")]
    yield Count.share("date, of found and dated", name, sum(dated), len(dated))
    for field in ("negation", "actor", "act", "act or alternative", "addressee", "addressee or alternative"):
        yield Count.share(f"{field}, of found", name, sum(right[field] for right in codes), len(codes))


def _fault(gold: Row, predicted: Row) -> str | None:
    """Say which of actor and act of a found statement is wrong, and note the gold's beside the predicted codes."""
    gold_codes = {f"gold_{field}": gold.get(field) for field in ("actor", "act", "themes")}
    predicted.update(gold_codes)
    right = {"actor": _agree(gold, predicted, "actor"), "act": _agree_or_alternative(gold, predicted, "act")}
    return ", ".join(field for field in right if not right[field]) or None


def _add_distractors(comparison: Comparison, name: str, distractors: list[Statement], given: list[Statement]) -> None:
    """Look which distractors were coded: by a statement that lies in one and finds nothing of the gold."""
    lost = [p for p in given if p.row["fault"] == "no such statement"]
    coded = 0
    for distractor in distractors:
        inside = [p for p in lost if share_within(p.words, distractor.words) >= PART_OF_STRETCH]
        for statement in inside:
            statement.row["fault"] = "a distractor"
        coded += bool(inside)
        comparison.distractors.append(distractor.row | {"coded": bool(inside)})
    if distractors:
        comparison.counts.append(Count.share(DISTRACTORS, name, coded, len(distractors)))


def _retellings(comparison: Comparison, near_twins: list[tuple[str, str]]) -> Iterator[Count]:
    """Count pairs of statements on two documents that are, or are said to be, one utterance."""
    retold = [(comparison.gold[i], str(comparison.predicted[j]["readout_id"]))
              for i, j in sorted(comparison.pairs)
              if comparison.gold[i].get("id") and comparison.predicted[j].get("readout_id")]  # fmt: skip
    answers = {str(gold["id"]): answer for gold, answer in retold}
    retold = [(gold, answer) for gold, answer in retold if gold.get("readout")]
    if not retold:
        return
    one, merged = _joined(_utterances(gold) for gold, _ in retold), _joined({answer} for _, answer in retold)
    for a, b in sorted(one | merged):
        docs = retold[a][0]["doc"], retold[b][0]["doc"]
        if docs[0] != docs[1]:
            right, said, is_one = (a, b) in one & merged, (a, b) in merged, (a, b) in one
            yield Count("readout pairs", document_name(docs[0]), right, said, right, is_one, document_name(docs[1]))
    documents = {str(gold.get("id")): document_name(gold["doc"]) for gold in comparison.gold}
    for left, right_ in near_twins:
        apart = left not in answers or answers[left] != answers.get(right_)
        measure = f"{NEAR_TWINS} ({len(near_twins)})"
        yield Count.share(measure, documents.get(left, ""), apart, 1, documents.get(right_, ""))


def _joined(labels: Iterable[set[str]]) -> set[Pair]:
    """Return the pairs of places that have a label in common."""
    places: dict[str, list[int]] = {}
    for place, theirs in enumerate(labels):
        for label in theirs:
            places.setdefault(label, []).append(place)
    return {pair for together in places.values() for pair in combinations(together, 2)}


def _utterances(gold: Row) -> set[str]:
    return {gold["readout"], *(gold.get("readout_also") or [])}
