"""Ways to damage a file, for tests that whatever comes ends in rows or problems."""

from __future__ import annotations

from hypothesis import strategies as st

from conflictlib.loading import Loaded


@st.composite
def mangled(draw: st.DrawFn, good: bytes) -> bytes:
    """Give a good file with some bytes inserted, deleted or its end cut off."""
    data = good
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        how = draw(st.sampled_from(["insert", "delete", "cut"]))
        if how == "insert":
            data = data[:at] + draw(st.one_of(st.binary(max_size=6), st.sampled_from(list(_NASTY)))) + data[at:]
        elif how == "delete":
            data = data[:at] + data[at + draw(st.integers(1, 40)) :]
        else:
            data = data[: max(at, len(data) // 2)]
    return data


_NASTY = (
    b"<",
    b">",
    b"&",
    b'"',
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"&#0;",
    b"&#xD800;",
    b"\xff\xfe",
    b"\0",
    b"null",
    b"[[",
    b"{",
    b"\\ud800",
    b"<item>",
    b"</doc>",
    b"&#99999999999;",
)


def is_told(loaded: Loaded) -> bool:
    """Say whether a load gave rows or problems, and no exception from inside a library reached the gatherer."""
    told = len(loaded.documents) + len(loaded.problems) > 0
    return told and not any("can't be read (" in reason for reason in loaded.problems["reason"])
