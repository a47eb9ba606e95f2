"""The notebooks: how they are built, what is stored in them, and that nbval sees what changes."""

import ast
import copy
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest

from conflictlib import rerun
from conflictlib.shipped import folder

NOTEBOOKS = sorted(folder("notebooks").glob("*.ipynb"))
PARAMETERS = {
    "corpus": str, "start": str, "end": str, "actors": str, "themes": str, "every": str, "top": int,
    "events": str, "out": str,
}  # fmt: skip
COUNTING = {"01_frequency", "02_actors", "03_themes"}
LIBRARY = {*COUNTING, "04_positions", "05_reliability", "06_changes", "07_networks", "08_words", "09_profiles"}

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def is_parameters(cell):
    return "parameters" in cell.metadata.get("tags", [])


def ends_in_expression(cell):
    body = ast.parse(cell.source).body
    return bool(body) and isinstance(body[-1], ast.Expr)


def without_outputs(notebook):
    """Cells that show something and have nothing stored: nbval would pass them."""
    return [cell.id for cell in code_cells(notebook) if ends_in_expression(cell) and not cell.outputs]


def pictures(cell):
    return [output for output in cell.outputs if "image/png" in output.get("data", {})]


# How they are built


def test_the_nine_notebooks_are_there():
    assert {path.stem for path in NOTEBOOKS} >= LIBRARY


@each
def test_it_is_a_valid_notebook_with_settled_metadata(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook.metadata == {"kernelspec": rerun.KERNEL, "language_info": {"name": "python"}}
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@each
def test_title_purpose_parameters_come_first(path):
    title, parameters, *_ = read(path).cells
    heading, _, purpose = title.source.partition("\n\n")
    assert re.fullmatch(r"# [^\n]+", heading)
    assert purpose.count("\n\n") == 0
    assert is_parameters(parameters)
    assert sum(map(is_parameters, read(path).cells)) == 1


@each
def test_every_parameter_has_a_type_a_literal_and_a_help(path):
    (cell,) = filter(is_parameters, read(path).cells)
    found = {}
    for line, node in zip(cell.source.splitlines(), ast.parse(cell.source).body, strict=True):
        assert re.fullmatch(r'\w+: (str|int|float|bool) = ("[^"]*"|[\w.]+)  # .+', line)
        assert line.count(" = ") == 1  # papermill passes over lines with two
        found[node.target.id] = type(ast.literal_eval(node.value))
    if path.stem in COUNTING:
        assert found == PARAMETERS


@each
def test_at_most_ten_code_cells_of_at_most_eight_lines(path):
    cells = [cell for cell in code_cells(read(path)) if not is_parameters(cell)]
    assert len(cells) <= 10
    assert all(len(cell.source.splitlines()) <= 8 for cell in cells)


@each
def test_nothing_is_defined_and_no_path_is_relative(path):
    for cell in code_cells(read(path)):
        assert not any(
            isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Lambda)) for node in ast.walk(ast.parse(cell.source))
        )
        assert "../" not in cell.source
        assert not cell.source.rstrip().endswith(";")


@each
def test_a_chart_stands_below_a_table_of_it_and_ends_in_show(path):
    cells = code_cells(read(path))
    charts = [cell for cell in cells if "cl.charts." in cell.source]
    assert charts
    for cell in charts:
        last = ast.parse(cell.source).body[-1]
        assert isinstance(last, ast.Expr) and ast.unparse(last).startswith("cl.show(")
        assert {"data", "name", "out"} <= {word.arg for word in last.value.keywords}
    tables = [cell not in charts for cell in cells[2:]]  # below parameters and opening
    assert tables[0]


@each
def test_names_of_files_are_given_once(path):
    names = re.findall(r'name="([^"]*)"', "\n".join(cell.source for cell in code_cells(read(path))))
    assert len(names) == len(set(names))


@each
def test_markdown_has_one_sentence_a_line(path):
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            for line in cell.source.splitlines():
                assert not re.search(r"[.!?] [A-Z]", line), line


# What is stored in them


@each
def test_every_cell_that_shows_something_has_its_output(path):
    assert without_outputs(read(path)) == []


@each
def test_cells_were_run_from_top_to_bottom(path):
    counts = [cell.execution_count for cell in code_cells(read(path))]
    assert counts == list(range(1, len(counts) + 1))


@each
def test_outputs_tell_nothing_of_the_machine(path):
    words = []
    for cell in code_cells(read(path)):
        for output in cell.outputs:
            assert output.output_type in ("stream", "execute_result")
            assert output.get("name") != "stderr"
            words += [output.get("text", ""), *(v for k, v in output.get("data", {}).items() if k != "image/png")]
    told = "\n".join(words)
    assert not re.search(r"/(home|root|tmp|work|Users|usr|var)/|[A-Z]:\\|0x[0-9a-f]{6}|\b\d\d:\d\d:\d\d\b", told)
    assert str(Path.home()) not in told


@each
def test_a_picture_has_a_text_and_an_alternative_text(path):
    shown = [output for cell in code_cells(read(path)) for output in pictures(cell)]
    assert shown
    for output in shown:
        assert output.data["text/plain"].startswith(output.metadata["image/png"]["alt"])
        assert "Source: " in output.metadata["image/png"]["alt"]


@each
def test_tables_are_small_and_rounded(path):
    for cell in code_cells(read(path)):
        for output in cell.outputs:
            if "text/html" in output.get("data", {}):
                assert output.data["text/html"].count("<tr") <= 17
                assert not re.search(r"\d\.\d{4,}", output.data["text/plain"])


# Run again, the same bytes; a wrong value, one sentence


def small(source_of_second_cell="1 + 1", parameters="top: int = 3  # how many"):
    cells = [nbformat.v4.new_code_cell(parameters, id="p", metadata={"tags": ["parameters"]}),
             nbformat.v4.new_code_cell(source_of_second_cell, id="c")]  # fmt: skip
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": rerun.KERNEL})


def test_run_again_it_is_the_same_bytes(tmp_path):
    path = tmp_path / NOTEBOOKS[0].name
    path.write_bytes(NOTEBOOKS[0].read_bytes())
    stale = read(path)
    stale.metadata["language_info"]["version"] = "3.0"
    stale.cells[-2].metadata["execution"] = {"iopub.execute_input": "2020-01-01"}
    stale.cells[-2].outputs = []
    nbformat.write(stale, path)
    rerun.rerun(path)
    assert path.read_bytes() == NOTEBOOKS[0].read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("1 / 0", "n.ipynb: ZeroDivisionError: division by zero"),
        ("import warnings\nwarnings.warn('old')", "n.ipynb, cell 2: a warning is an error here: "),
        ("import conflictlib as cl\ncl.open_statements(start='2023-13-01')",
         "n.ipynb: ParameterError: start is '2023-13-01'; allowed is a day as YYYY-MM-DD or ''"),
    ],
)  # fmt: skip
def test_what_can_not_be_run_is_left_as_it_was(tmp_path, capsys, source, message):
    path = tmp_path / "n.ipynb"
    nbformat.write(small(source), path)
    before = path.read_bytes()
    assert rerun.main([str(path)]) == 1
    assert capsys.readouterr().err.startswith(message)
    assert path.read_bytes() == before


def test_a_file_that_is_no_notebook_is_named(tmp_path, capsys):
    (tmp_path / "n.ipynb").write_text("{", encoding="utf-8")
    assert rerun.main([str(tmp_path / "n.ipynb"), str(tmp_path / "none.ipynb")]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("n.ipynb: can't be read as a notebook (")
    assert told[1].startswith("none.ipynb: can't be read as a notebook (")
    assert rerun.main([]) == 2


def executed(notebook, where):
    """Run a notebook as Jupyter does, and return it with its error."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    from conflictlib.reports.kernel import Kernels

    client = NotebookClient(notebook, kernel_manager_class=Kernels(where).start_class(), kernel_name="python3")
    with pytest.raises(CellExecutionError):
        client.execute()
    return notebook


def test_a_wrong_parameter_is_one_sentence_in_the_notebook(tmp_path):
    notebook = read(NOTEBOOKS[0])
    first = copy.deepcopy(notebook)
    first.cells = first.cells[:3]
    first.cells[1].source += '\nevery = "month"\nactors = "CHNA"'
    (error,) = [o for o in executed(first, tmp_path).cells[2].outputs if o.output_type == "error"]
    (line,) = error.traceback
    assert line.startswith("ParameterError: actors has 'CHNA' (did you mean 'CHN'?); allowed are ")


# nbval sees it


def mutated(chart, table):
    """The same cells again, each with one thing in its stored output changed, and those that must pass."""

    def changed(cell, name, key, old, new):
        cell = copy.deepcopy(cell)
        cell.id = name
        text = cell.outputs[-1].data[key]
        assert old in text
        cell.outputs[-1].data[key] = text.replace(old, new, 1)
        return cell

    text = chart.outputs[-1].data["text/plain"]
    values = re.search(r"values: (\d+)", text).group(0)
    return {
        "count in the table": changed(table, "a", "text/plain", " 51 ", " 52 "),
        "count in the table's HTML": changed(table, "b", "text/html", "<td>51</td>", "<td>52</td>"),
        "plotted value": changed(chart, "c", "text/plain", values, values + "1"),
        "title": changed(chart, "d", "text/plain", "Most statements in October 2023", "Few statements"),
        "colour": changed(chart, "e", "text/plain", "#0072b2", "#0072b3"),
        "limit": changed(chart, "f", "text/plain", "y axis, 0 to ", "y axis, 0 to 1"),
    }


def test_nbval_sees_each_change_and_passes_the_rest(tmp_path):
    notebook = read(folder("notebooks") / "01_frequency.ipynb")
    first = code_cells(notebook)[:4]  # parameters, opening, table, chart
    changes = mutated(first[3], first[2])
    notebook.cells = [*first, *changes.values()]
    nbformat.write(notebook, tmp_path / "mutated.ipynb")
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "mutated.ipynb", "--junitxml=seen.xml", "-p", "no:cacheprovider",
         "-c", os.devnull, "--rootdir", "."],
        cwd=tmp_path, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    cases = ElementTree.parse(tmp_path / "seen.xml").iter("testcase")  # noqa: S314, it is our own pytest's
    outcomes = ["failed" if case.find("failure") is not None else "passed" for case in cases]
    assert outcomes == ["passed"] * 4 + ["failed"] * len(changes), result.stdout
    assert result.returncode == 1


def test_our_own_check_sees_outputs_that_were_stripped():
    notebook = read(NOTEBOOKS[0])
    for cell in code_cells(notebook):
        cell.outputs, cell.execution_count = [], None
    shows = [cell.id for cell in code_cells(notebook) if ends_in_expression(cell)]
    assert without_outputs(notebook) == shows
    assert len(shows) >= 8
