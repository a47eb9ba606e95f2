"""Small corpora, made up."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from conflictlib import schema

COLUMNS = ("statement_id", "date", "actor", "act", "themes")


def said(statement_id, date, actor="NOR", act="calls_for", themes="ceasefire", **others):
    """One statement as a row; its words are its id unless they are given."""
    return {
        "text": f"words of {statement_id}",
        **dict(zip(COLUMNS, (statement_id, date, actor, act, themes), strict=True)),
        **others,
    }


def corpus(*rows):
    """A statements table."""
    return schema.conform(list(rows), schema.STATEMENTS) if rows else schema.empty(schema.STATEMENTS)


def weeks(*counts, first="2024-01-01", theme="ceasefire", act="states"):
    """Statements on a theme, so many in each week from the Monday `first` on, one of them on the last Sunday."""
    monday = dt.date.fromisoformat(first)
    rows = []
    for week, n in enumerate(counts):
        for number in range(n):
            day = monday + dt.timedelta(days=7 * week + (6 if number == 0 else number % 7))
            rows.append(said(f"{theme}-{week:03}-{number:03}", day.isoformat(), act=act, themes=theme))
    return corpus(*rows)


def together(*tables):
    return schema.conform(pd.concat(tables, ignore_index=True), schema.STATEMENTS)
