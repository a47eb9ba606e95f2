"""What an evaluation found, and how it reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conflictlib.webpage import number

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Evaluation:
    """What an evaluation found.

    Attributes
    ----------
    figures : pandas.DataFrame
        One row per measure: `measure`; `precision`, `recall` and `f1` in per cent to one decimal, each with the ends
        of its 95 % interval (`precision_low`, `precision_high`, ...); `n_gold` and `n_predicted`, the denominators of
        recall and precision; `n_right_gold` and `n_right_predicted`, what of them is right. Where a measure is a
        share (“actor, of found”) all three are that share.
    by_act, by_theme, by_actor : pandas.DataFrame
        One row per code: `code`, `n_gold`, `n_predicted`, `n_right`, `precision`, `recall`, `f1`. Empty where the
        gold has no such codes.
    confusion : pandas.DataFrame
        Statements found, by the gold's act (rows) and the act given (columns).
    missed, wrong : pandas.DataFrame
        Gold statements not found, and predicted statements that are wrong: `fault` (what is wrong), `doc`, `start`,
        `end`, `text`, `source`, `cue`, `actor`, `act`, `themes`; in `wrong` also the gold's codes.
    distractors : pandas.DataFrame
        Sentences that look like statements and are none: `doc`, `start`, `end`, `text`, `kind`, `coded`.
    distractors_coded : pandas.DataFrame
        A row like those of `figures` with their share as recall, if the gold has any.
    problems : pandas.DataFrame
        What of the source could not be read.
    gold, coders, draws, n_documents, n_gold, n_predicted, absent
        Names of the gold and the coders, draws of the bootstrap, gold documents, gold statements, predicted
        statements that count, and the gold documents that the source lacks.
    """

    gold: str
    coders: list[str]
    draws: int
    n_documents: int
    n_gold: int
    n_predicted: int
    absent: list[str]
    figures: pd.DataFrame
    distractors_coded: pd.DataFrame
    by_act: pd.DataFrame
    by_theme: pd.DataFrame
    by_actor: pd.DataFrame
    confusion: pd.DataFrame
    missed: pd.DataFrame
    wrong: pd.DataFrame
    distractors: pd.DataFrame
    problems: pd.DataFrame

    @property
    def title(self) -> str:
        """One line: what was compared."""
        gold, documents = number(self.n_gold, "gold statement"), number(self.n_documents, "document")
        return f"{gold} in {documents} of {self.gold}, {number(self.n_predicted, 'statement')} coded in them"

    def __repr__(self) -> str:
        """Say what was compared and the figures in brief."""
        from conflictlib.evaluation.layout import figures_table

        return f"Evaluation: {self.title}\n\n{figures_table(self.figures)}"

    def __str__(self) -> str:
        """Return everything as plain text, of the missed and wrong statements the first ten."""
        from conflictlib.evaluation.layout import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        from conflictlib.evaluation.page import figures_html

        return figures_html(self)

    def errors(self) -> pd.DataFrame:
        """Return the missed and the wrong statements as one table; `list` says which a row is."""
        import pandas as pd

        both = [table.assign(list=name) for name, table in (("missed", self.missed), ("wrong", self.wrong))]
        joined = pd.concat([table.astype("object") for table in both], ignore_index=True)
        return joined[["list", *(column for column in joined.columns if column != "list")]]

    def write(self, path: str | Path) -> None:
        """Write all figures as ``.json``, or a page that needs no other file as ``.html``.

        Raises
        ------
        ValueError
            The ending is another one.
        """
        from conflictlib.evaluation.page import WRITERS

        path = Path(path)
        if path.suffix not in WRITERS:
            raise ValueError(f"{str(path)!r}: the ending is not known; allowed are {', '.join(WRITERS)}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(WRITERS[path.suffix](self))
