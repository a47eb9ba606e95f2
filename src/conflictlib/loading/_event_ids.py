"""The ids of a file's events, in eight bytes each, to tell records that come twice."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any


class Ids:
    """Ids that have been seen, as numbers in sorted runs.

    An id of digits is kept as the number that it is. Of others a 64-bit hash is kept: that two of ten million
    different ids have the same one happens in one file of some hundred thousand.
    """

    def __init__(self) -> None:
        self._runs: list[Any] = []

    def repeated(self, ids: Any, days: Any = None, *, leaving_out: Container[int] = ()) -> Iterator[int]:
        """Give the rows of a column of ids that have been seen already, with that day if there are `days`."""
        import numpy as np

        keys = self._keys(ids, days)
        rows = np.flatnonzero(~ids.is_null().to_numpy(zero_copy_only=False)) if ids.null_count else np.arange(len(ids))
        if leaving_out:
            rows = rows[[int(at) not in leaving_out for at in rows]] if len(rows) else rows
        keys = keys[rows]
        _, first = np.unique(keys, return_index=True)
        fresh = np.zeros(len(keys), dtype=bool)
        fresh[first] = True
        for run in self._runs:
            if len(keys) and run[0] <= keys.max() and keys.min() <= run[-1]:
                at = np.minimum(np.searchsorted(run, keys), len(run) - 1)
                fresh &= run[at] != keys
        self._add(np.sort(keys[fresh]))
        return iter(rows[~fresh].tolist())

    def _keys(self, ids: Any, days: Any) -> Any:
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        try:
            numbers = pc.cast(pc.fill_null(ids, "0"), pa.int64())
            keys = numbers.to_numpy().astype(np.uint64)
        except pa.ArrowInvalid:
            keys = np.array([_key(value) for value in ids.to_pylist()], dtype=np.uint64)
        if days is None:
            return keys
        since = pc.fill_null(pc.cast(days, pa.int64()), 0).to_numpy() // 86_400
        return keys * np.uint64(1 << 17) + since.astype(np.uint64)

    def _add(self, run: Any) -> None:
        """Keep a sorted run; runs of about the same length are made one, so that there are never many."""
        import numpy as np

        if len(run):
            self._runs.append(run)
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            self._runs[-2:] = [np.sort(np.concatenate(self._runs[-2:]), kind="stable")]


def _key(value: str | None) -> int:
    import hashlib

    if value is None:
        return 0
    if value.isdecimal() and value.isascii() and len(value) < 19:
        return int(value)
    return int.from_bytes(hashlib.blake2b(value.encode(), digest_size=8).digest(), "big")
