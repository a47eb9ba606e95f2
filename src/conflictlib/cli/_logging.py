"""What a command tells of its progress: bars on a terminal, lines with time and level in a log."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from typing import Any

import click


def log_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--json-log``."""
    option = click.option("--json-log", is_flag=True, expose_value=False, is_eager=True, callback=_set_up,
                          help="Write the log as JSON, a line each.")  # fmt: skip
    return option(command)


def _set_up(context: click.Context, parameter: click.Parameter, as_json: bool) -> None:
    """Send the log to stderr, unless it is a terminal, where bars tell as much."""
    log = logging.getLogger("conflictlib")
    if sys.stderr.isatty() and not as_json:
        return
    lines = logging.StreamHandler()
    lines.setFormatter(_Json() if as_json else _Plain())
    log.addHandler(lines)
    log.setLevel(logging.INFO)
    context.call_on_close(lambda: log.removeHandler(lines))


def complain(message: str) -> None:
    """Say what was wrong: as a line of the log where there is one, else as a sentence."""
    log = logging.getLogger("conflictlib")
    if log.handlers:
        log.error(message)
    else:
        click.echo(f"Error: {message}", err=True)


class _Plain(logging.Formatter):
    """``2026-11-25T06:00:00Z INFO report weekly: run 0f3a begins``."""

    def format(self, record: logging.LogRecord) -> str:
        return f"{_moment(record)} {record.levelname} {' '.join(record.getMessage().split())}"


class _Json(logging.Formatter):
    """``{"time": "2026-11-25T06:00:00Z", "level": "INFO", "message": "report weekly: run 0f3a begins"}``."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"time": _moment(record), "level": record.levelname, "message": record.getMessage()}
        return json.dumps(line, ensure_ascii=False)


def _moment(record: logging.LogRecord) -> str:
    import datetime

    return datetime.datetime.fromtimestamp(record.created, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
