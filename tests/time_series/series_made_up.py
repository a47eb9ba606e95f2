"""Series of counts as statements, each from a document of its own."""

import numpy as np
import pandas as pd

MONDAY = np.datetime64("2022-01-03")


def statements(**groups):
    """Statements of each group: so many in each week, on its days in turn."""
    parts = []
    for actor, counts in groups.items():
        week = np.repeat(np.arange(len(counts)), np.asarray(counts, dtype=int))
        days = MONDAY + 7 * week + np.arange(len(week)) % 7
        parts.append(pd.DataFrame({"date": days.astype("datetime64[s]"), "actor": actor}))
    return pd.concat(parts, ignore_index=True)


def span(n):
    """First and last day of so many weeks."""
    return {"start": str(MONDAY), "end": str(MONDAY + 7 * n - 1)}


def noise(seed, n=100, weeks=60, mean=3.0, dispersion=1.0):
    """Series of counts of one level, Poisson or with more scatter."""
    random = np.random.Generator(np.random.PCG64(seed))
    if dispersion == 1:
        return random.poisson(mean, (n, weeks))
    return random.negative_binomial(mean / (dispersion - 1), 1 / dispersion, (n, weeks))
