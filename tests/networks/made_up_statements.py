"""Made-up statements for networks."""

from conflictlib import schema


def statements(*rows):
    """Statements from (actor, act, themes, further columns)."""
    table = [
        {"statement_id": f"S{i}", "text": "…", "date": "2024-01-05", "actor": actor, "act": act,
         "themes": themes.split(), **(rest[0] if rest else {})}
        for i, (actor, act, themes, *rest) in enumerate(rows)
    ]  # fmt: skip
    result = schema.conform(table, schema.STATEMENTS) if table else schema.empty(schema.STATEMENTS)
    result.attrs["source"] = "made by hand"
    return result
