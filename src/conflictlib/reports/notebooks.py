"""The notebooks of a report and what their parameters cells declare.

The parameters cell is read with `ast`: papermill's own reader passes over lines such as
``x: str | None = None``, and papermill only warns about a parameter that a notebook does not have.
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import hashlib
import io
import json
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from conflictlib.parameters import ParameterError
from conflictlib.shipped import folder

Value = str | int | float | bool

#: Types that a parameter may have, and what is said where a value is not of it.
TYPES: Mapping[str, tuple[type, str]] = {
    "str": (str, "a text"),
    "int": (int, "a whole number"),
    "float": (float, "a number"),
    "bool": (bool, "true or false"),
}

#: Pages that every report has.
TAKEN = frozenset({"index", "coding"})

_YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Parameter:
    """One line of a parameters cell: ``name: type = default  # meaning``."""

    name: str
    type: str
    default: Value
    meaning: str = ""


@dataclass(frozen=True)
class Notebook:
    """A notebook to be run: its file, title, first paragraph and parameters, and a digest of its cells."""

    name: str
    path: Path
    title: str
    purpose: str
    parameters: Mapping[str, Parameter]
    digest: str
    shipped: bool = False


def choose(names: Iterable[str | Path] | None = None) -> list[Notebook]:
    """Read the notebooks called `names`; without names, all that are shipped, in order.

    A name is that of a shipped notebook (``01_frequency``) or a path that ends in ``.ipynb``.

    Raises
    ------
    ParameterError
        There is no such notebook, it can't be read, or two have the same name.
    """
    shipped = {path.stem: path for path in sorted(folder("notebooks").glob("*.ipynb"))}
    paths = list(shipped.values()) if names is None else [_find(str(name), shipped) for name in names]
    if not paths:
        raise ParameterError("notebooks is empty; allowed are " + _listed(shipped))
    twice = sorted({path.stem for path in paths if [p.stem for p in paths].count(path.stem) > 1})
    if twice:
        raise ParameterError(f"notebooks has {twice[0]!r} twice; allowed are notebooks with different names")
    for path in paths:
        if path.stem in TAKEN:
            raise ParameterError(f"notebooks has {path.stem!r}, a name that a report needs for a page of its own")
    return [read(path) for path in paths]


def _find(name: str, shipped: Mapping[str, Path]) -> Path:
    if name.endswith(".ipynb"):
        if Path(name).is_file():
            return Path(name)
        name_alone = Path(name).stem
        hint = f" (did you mean {name_alone!r}, which is shipped?)" if name_alone in shipped else ""
        raise ParameterError(f"notebooks has {name!r}: there is no such file{hint}")
    if name in shipped:
        return shipped[name]
    near = difflib.get_close_matches(name, shipped, 1, 0.5)
    hint = f" (did you mean {near[0]!r}?)" if near else ""
    raise ParameterError(f"notebooks has {name!r}{hint}; allowed are {_listed(shipped)}")


def _listed(shipped: Mapping[str, Path]) -> str:
    return " or ".join([", ".join(shipped)] * bool(shipped) + ["the path of an .ipynb file"])


def read(path: Path) -> Notebook:
    """Read a notebook's title, purpose and parameters.

    Raises
    ------
    ParameterError
        The file is not a notebook, or its parameters cell has a line that is not ``name: type = value``.
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = [(c["cell_type"], "".join(c["source"]), c["metadata"].get("tags", [])) for c in cells]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ParameterError(f"notebooks has {path.name!r}: it is not a notebook of format 4") from None
    texts = [source for kind, source, _ in sources if kind == "markdown"]
    title, purpose = _heading("\n\n".join(texts[:2]), path.stem)
    declared = [source for kind, source, tags in sources if kind == "code" and "parameters" in tags]
    found = _declared(declared[0], path.name) if declared else {}
    digest = hashlib.sha256(json.dumps(sources, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()
    ours = path.parent.resolve() == folder("notebooks").resolve()
    return Notebook(path.stem, path, title, purpose, found, digest, ours)


def _heading(text: str, otherwise: str) -> tuple[str, str]:
    """Return the first heading and the first paragraph after it."""
    title, paragraphs = otherwise, text
    for line in text.splitlines():
        if line.startswith("# "):
            title, paragraphs = line[2:].strip(), text.split(line, 1)[1]
            break
    blocks = [" ".join(block.split()) for block in paragraphs.split("\n\n")]
    return title, next((block for block in blocks if block and block[0] not in "#-*|>"), "")


def _declared(source: str, file: str) -> dict[str, Parameter]:
    try:
        lines = ast.parse(source).body
        tokens = tokenize.generate_tokens(io.StringIO(source).readline)
        comments = {t.start[0]: t.string.lstrip("# ").strip() for t in tokens if t.type == tokenize.COMMENT}
        assigned = [line for line in lines if isinstance(line, ast.Assign | ast.AnnAssign)]
        declared = [_parameter(line, comments) for line in assigned]
    except (SyntaxError, ValueError, tokenize.TokenError):
        example = "start: str = ''  # first day"
        raise ParameterError(
            f"notebook {file}: its parameters cell can't be read; allowed are lines such as {example}"
        ) from None
    return {parameter.name: parameter for parameter in declared}


def _parameter(line: ast.Assign | ast.AnnAssign, comments: Mapping[int, str]) -> Parameter:
    target = line.target if isinstance(line, ast.AnnAssign) else line.targets[0]
    if not isinstance(target, ast.Name) or line.value is None:
        raise ValueError("not a plain name")
    default = ast.literal_eval(line.value)
    named = isinstance(line, ast.AnnAssign) and isinstance(line.annotation, ast.Name)
    kind = line.annotation.id if named else type(default).__name__  # type: ignore[union-attr]
    if kind not in TYPES:
        raise ValueError("not a type that travels from a command line")
    return Parameter(target.id, kind, default, comments.get(line.lineno, ""))


def settle(notebooks: Iterable[Notebook], given: Mapping[str, object]) -> dict[str, Value]:
    """Check the values `given` against what the notebooks declare, and turn text into the declared type.

    A parameter may be known to some of the notebooks only. What comes from a command line is text:
    ``"8"`` for a whole number is 8. A date or a path is passed on as text, a list as text with commas.

    Raises
    ------
    ParameterError
        No notebook has a parameter of that name, or the value is of another type.
    """
    known: dict[str, Parameter] = {}
    for notebook in notebooks:
        known = {**notebook.parameters, **known}
    return {name: _value(_known(name, known), value) for name, value in given.items()}


def _known(name: str, known: Mapping[str, Parameter]) -> Parameter:
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, 1, 0.5)
    hint = f" (did you mean {near[0]!r}?)" if near else ""
    if not known:
        raise ParameterError(f"there is no parameter {name!r}; no notebook has a cell tagged parameters")
    raise ParameterError(f"there is no parameter {name!r}{hint}; the notebooks have {', '.join(known)}")


def _value(parameter: Parameter, value: object) -> Value:
    wanted, meaning = TYPES[parameter.type]
    result: object = value
    if wanted is str and not isinstance(value, str | bool | int | float) and value is not None:
        result = ",".join(map(str, value)) if isinstance(value, list | tuple | set) else str(value)
    elif isinstance(value, str) and wanted is bool:
        result = _YES_NO.get(value.strip().lower(), value)
    elif isinstance(value, str) and wanted is not str:
        with contextlib.suppress(ValueError):
            result = wanted(value)
    elif wanted is float and type(value) is int:
        result = float(value)
    if type(result) is not wanted or result != result:  # not a number is not a number
        raise ParameterError(f"{parameter.name} is {value!r}; allowed is {meaning}")
    return result  # type: ignore[return-value]
