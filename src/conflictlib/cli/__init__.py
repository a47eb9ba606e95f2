"""The command ``conflictlib``.

Exit status 0 done, 1 something was refused or failed, 2 wrong usage, 75 another process is at it: try again later.
"""

from __future__ import annotations

import click

from conflictlib.cli.code import code_pages
from conflictlib.cli.codebook import codebook
from conflictlib.cli.corpus import corpus
from conflictlib.cli.evaluate import evaluate
from conflictlib.cli.explain import explain_pages
from conflictlib.cli.load import load_files
from conflictlib.cli.reliability import agree, sample
from conflictlib.cli.report import report

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Who said what about a conflict, to whom, when and on which themes."""


@main.command()
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    click.echo(f"conflictlib {installed('conflictlib')}")


for command in (agree, code_pages, codebook, corpus, evaluate, explain_pages, load_files, report, sample):
    main.add_command(command)
