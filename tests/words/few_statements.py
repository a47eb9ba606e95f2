"""Statements made up for these tests."""

from conflictlib import schema


def said(*rows):
    """Statements from (day, actor, themes, text) and, where given, (doc_id, spans)."""
    names = ("date", "actor", "themes", "text", "doc_id", "spans")
    table = [
        {"statement_id": f"S{number}", **dict(zip(names, row, strict=False))} | {"themes": row[2].split()}
        for number, row in enumerate(rows)
    ]
    result = schema.conform(table, schema.STATEMENTS) if table else schema.empty(schema.STATEMENTS)
    result.attrs["source"] = "made up"
    return result


def in_documents(**texts):
    """Documents by id."""
    rows = [{"doc_id": name, "doc": f"{name}.txt", "text": text} for name, text in texts.items()]
    return schema.conform(rows, schema.DOCUMENTS)
