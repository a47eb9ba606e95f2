"""An evaluation as JSON and as a page: no script, nothing from elsewhere, everything escaped."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.codebook import shipped_codebook
from conflictlib.evaluation import attribution, plover, statements
from conflictlib.evaluation.figures import LEVEL, NAMES
from conflictlib.evaluation.layout import rows
from conflictlib.webpage import environment, write

if TYPE_CHECKING:
    from conflictlib.evaluation.result import Evaluation

TEMPLATES = Path(__file__).parent / "templates"

MEANINGS = attribution.MEASURES | statements.MEASURES | plover.MEASURES
MOST = 200  # statements of each list on a page
TABLES = ("figures", "distractors_coded", "by_act", "by_theme", "by_actor", "missed", "wrong", "distractors")

#: The plot of a figure, in units of its drawing: 0 and 100 per cent stand `MARGIN` from the edges.
WIDTH, MARGIN = 132, 6


def as_json(evaluation: Evaluation) -> bytes:
    """Return all that an evaluation found; percentages to one decimal, missing values null."""
    from conflictlib.writing import plain_rows

    head = {name: getattr(evaluation, name) for name in
            ("gold", "coders", "draws", "n_documents", "n_gold", "n_predicted", "absent")}  # fmt: skip
    tables = {name: plain_rows(getattr(evaluation, name)) for name in TABLES}
    acts = {str(act): row.to_dict() for act, row in evaluation.confusion.iterrows()}
    whole = {"conflictlib": version("conflictlib"), **head, **tables, "confusion": acts}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def as_page(evaluation: Evaluation) -> bytes:
    """Return an evaluation as a page that needs no other file."""
    return _filled(
        "evaluation.html.j2",
        evaluation=evaluation,
        **_figures(evaluation),
        distractors_coded=[_drawn(row) for row in rows(evaluation.distractors_coded)],
        codes={name: rows(getattr(evaluation, f"by_{name}")) for name in ("act", "theme", "actor")},
        confusion=_heat(evaluation),
        missed=rows(evaluation.missed.head(MOST)),
        wrong=rows(evaluation.wrong.head(MOST)),
        distractors=[row for row in rows(evaluation.distractors) if row["coded"]],
        most=MOST,
    )


def figures_html(evaluation: Evaluation) -> str:
    """Return the figures as a piece of HTML for a notebook."""
    return _filled("fragment.html.j2", evaluation=evaluation, **_figures(evaluation)).decode("utf-8")


def _filled(template: str, **values: object) -> bytes:
    made = environment(TEMPLATES)
    made.filters |= {"one_decimal": "{:.1f}".format, "codes": _codes, "offsets": _offsets, "name": _name}
    made.globals |= {"own_style": (TEMPLATES / "evaluation.css").read_text(encoding="utf-8")}
    shared = {"version": version("conflictlib"), "level": LEVEL, "width": WIDTH, "margin": MARGIN}
    return write(made, template, {**shared, **values})


def _figures(evaluation: Evaluation) -> dict[str, list[dict[str, Any]]]:
    """Return the measures with precision and recall, and apart from them those that are one share."""
    drawn = [_drawn(row) for row in rows(evaluation.figures)]
    return {"figures": [r for r in drawn if not r["is_share"]], "shares": [r for r in drawn if r["is_share"]]}


def _drawn(row: dict[str, Any]) -> dict[str, Any]:
    """Add to a measure what it is, and where point and ends of interval stand in its plot; None without interval."""
    places = {}
    for name in NAMES:
        values = [row[f"{name}{edge}"] for edge in ("", "_low", "_high")]
        places[name] = [None if v != v else round(MARGIN + (WIDTH - 2 * MARGIN) * v / 100, 1) for v in values]
    return {**row, "places": places, "meaning": _meaning(row["measure"])}


def _meaning(measure: str) -> str:
    """Return what a measure is; its name may have a count in brackets behind it."""
    return MEANINGS.get(measure) or MEANINGS[measure.rpartition(" (")[0]]


def _heat(evaluation: Evaluation) -> list[dict[str, Any]]:
    """Return the confusion table's rows; a cell is the darker, the larger its share of the row."""
    result = []
    for act, row in evaluation.confusion.iterrows():
        n = int(row.sum())
        counts = {str(given): int(count) for given, count in row.items()}
        cells = [{"n": count, "of": given, **_shade(count / n if n else 0)} for given, count in counts.items()]
        result.append({"act": str(act), "n": n, "cells": cells})
    return result


def _shade(share: float) -> dict[str, str]:
    """Return the colours of a cell and its number: white to dark blue, one hue, which all eyes tell apart."""
    red, green, blue = (round(255 - (255 - end) * share) for end in (8, 69, 117))
    return {"back": f"rgb({red},{green},{blue})", "ink": "#fff" if share > 0.5 else "#1d2429"}


def _codes(value: object) -> str:
    """Write one or several codes by their names; nothing where there is none."""
    several = value if isinstance(value, list) else [value]
    return ", ".join(_name(code) for code in several if isinstance(code, str) and code)


def _name(code: str) -> str:
    return shipped_codebook().label(code)


def _offsets(row: dict[str, Any]) -> str:
    return "" if row["start"] is None or row["start"] != row["start"] else f"{row['start']}–{row['end']}"


#: How an evaluation is written, by the ending of the file's name.
WRITERS = {".json": as_json, ".html": as_page}
