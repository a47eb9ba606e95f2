"""What the first page says of who coded the statements, and how right that coder is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.reliability import Validation

#: Its name in a corpus, where it is found without being named, and in a report.
FILE = "validation.json"
#: What stands in the column ``coder`` of statements that people have coded.
HAND = "hand"


@dataclass(frozen=True)
class Coded:
    """Who coded statements: by `hand`, by a coder that was validated, or by `coders` that were not."""

    kind: str  # hand | validated | not validated
    coders: tuple[str, ...] = ()
    validation: Validation | None = None
    alphas: tuple[float, float] | None = None  # of acts and of decisions on themes, of the shipped sample
    kept: tuple[float, float] | None = None  # per cent of the first coder's acts and themes, of the shipped sample

    @property
    def figures(self) -> dict[str, dict[str, Any]]:
        """Return the validation's figures by measure: ``act`` and ``theme``."""
        rows = self.validation.figures.to_dict("records") if self.validation else []
        return {str(row["measure"]): {str(name): value for name, value in row.items()} for row in rows}


def check(path: Path) -> None:
    """Refuse what is no validation, before anything is made.

    Raises
    ------
    ParameterError
        The file is not there, or is none.
    """
    from conflictlib.reliability.result import content_of

    content_of(path)


def coded(statements: pd.DataFrame, path: Path | None, *, sample: bool) -> Coded | None:
    """Say who coded the statements; None where no statement tells."""
    from conflictlib.reliability import Validation

    if sample:
        return Coded("hand", alphas=alphas_of_sample(), kept=kept_of_sample())
    coders = sorted(set(statements["coder"].dropna()))
    if not coders:
        return None
    by_rule = tuple(coder for coder in coders if coder != HAND)
    if not by_rule:
        return Coded("hand")
    found = None if path is None else Validation.read(path)
    everyone = bool((statements["coder"].dropna() != HAND).all() and statements["coder"].notna().all())
    right = found is not None and by_rule == (found.coder,) and everyone
    return Coded("validated" if right else "not validated", by_rule, found)


def alphas_of_sample() -> tuple[float, float]:
    """Return Krippendorff's alpha of the two passes over the sample: acts, and all decisions on themes pooled."""
    import numpy as np

    from conflictlib.reliability import read_codings
    from conflictlib.reliability.codes import codes_of
    from conflictlib.reliability.coefficients import alpha, different

    codes = codes_of(read_codings("sample"), None)
    acts, counts = codes.act_counts()
    pooled = np.concatenate(list(codes.theme_counts().values()))
    return alpha(counts, different(len(acts))), alpha(pooled, different(2))


def kept_of_sample() -> tuple[float, float]:
    """Return per cent of the acts and of the themes of the sample's first pass that were settled in the end."""
    from conflictlib.reliability import read_codings, validation

    codings = read_codings("sample")
    figures = validation(codings, codings, coder="a", draws=100).figures
    act, theme = (100 * figures["n_right"] / figures["n_predicted"]).tolist()
    return act, theme
