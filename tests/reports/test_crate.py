"""The crate of a report tells every file once, with its true digest, and the same when it is made again."""

import hashlib
import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rocrate.rocrate import ROCrate

from conflictlib.reports import crate as crates
from conflictlib.reports.crate import CRATE, FORMATS, PROCESS_RUN, write_crate
from conflictlib.reports.folder import write_manifest

ODD_NAMES = ("two words.csv", "Übersicht.csv", "50%.csv", "a#b.csv", "who?.csv", "100%25.csv", "a:b.csv", "面试.csv")

EVENTS = hashlib.sha256(b"what stands in inputs/events.csv\n").hexdigest()

MANIFEST = {
    "inputs": {"pages/one page.html": "1" * 64, "pages/two.txt": "2" * 64, "inputs/events.csv": EVENTS},
    "parameters": {"start": "2024-01-01"},
    "notebooks": {
        "01_frequency": {
            "title": "How many",
            "place": 1,
            "sha256": "4" * 64,
            "parameters": {"corpus": "tables/pages.jsonl", "start": "2024-01-01", "top": 8, "out": "."},
            "pictures": ["figures/01_frequency-all"],
        },
        "Who? #2": {"title": "Who", "place": 2, "sha256": "5" * 64, "parameters": {"start": ""}, "pictures": []},
    },
    "codebook": "6" * 64,
    "package": "7" * 64,
    "versions": {"conflictlib": "0.1.0", "python": "3.11.7", "pandas": "3.1.1", "platform": "Linux x86_64"},
    "run_id": "8" * 64,
    "counts": {"statements": 1234, "documents": 30},
}

FILES = (
    "index.html", "01_frequency.html", "01_frequency.ipynb", "Who? #2.html", "Who? #2.ipynb", "inputs/events.csv",
    "figures/01_frequency-all.png", "figures/01_frequency-all.svg", "tables/01_frequency-all.csv",
    "tables/pages.jsonl", "tables/statements.csv", "coding/problems.csv", "notes.sav",
)  # fmt: skip


def content_of(name: str) -> str:
    return f"what stands in {name}\n"


def make(folder: Path, names=FILES, manifest=MANIFEST, **options) -> dict:
    """Write a report's files and its crate; return the crate's things by their identifiers."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content_of(name), encoding="utf-8")
    write_crate(folder, manifest, **{"name": "pages", "published": "2024-03-31", **options})
    graph = json.loads((folder / CRATE).read_text(encoding="utf-8"))["@graph"]
    assert len({thing["@id"] for thing in graph}) == len(graph)
    return {thing["@id"]: thing for thing in graph}


def listed(value) -> list[str]:
    return [each["@id"] for each in (value if isinstance(value, list) else [value])]


def test_every_file_of_the_folder_is_in_it_once_and_so_is_the_manifest_to_come(tmp_path):
    things = make(tmp_path, FILES + tuple(f"tables/{name}" for name in ODD_NAMES))
    parts = [unquote(identifier) for identifier in listed(things["./"]["hasPart"])]
    there = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert sorted(parts) == sorted(there - {CRATE} | {"manifest.json"})


def test_size_digest_and_kind_are_those_of_the_file(tmp_path):
    things = make(tmp_path)
    for name in FILES:
        file = next(thing for thing in things.values() if thing["@type"] == "File" and thing["name"] == name)
        content = (tmp_path / name).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert file["contentSize"] == str(len(content))
        assert file["encodingFormat"] == FORMATS.get(Path(name).suffix, "application/octet-stream")


def test_the_manifest_written_afterwards_holds_the_digest_of_the_crate(tmp_path):
    things = make(tmp_path)
    assert "sha256" not in things["manifest.json"]
    manifest = write_manifest(tmp_path, MANIFEST)
    assert manifest["files"][CRATE] == hashlib.sha256((tmp_path / CRATE).read_bytes()).hexdigest()
    assert set(manifest["files"]) == {*FILES, CRATE}


def test_rocrate_reads_it_back_and_finds_each_file_where_it_says(tmp_path):
    names = FILES + tuple(f"tables/{name}" for name in ODD_NAMES)
    make(tmp_path, names)
    write_manifest(tmp_path, MANIFEST)
    crate = ROCrate(tmp_path)
    found = {file["name"]: file for file in crate.data_entities}
    assert set(found) == {*names, "manifest.json"}
    for name, file in found.items():
        assert file.source == tmp_path / name
        assert file.source.is_file()
    assert crate.root_dataset["conformsTo"].id == PROCESS_RUN
    assert crate.datePublished.date().isoformat() == "2024-03-31"


@given(st.sets(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=20)))
def test_any_name_comes_back_from_its_identifier(tmp_path_factory, names):
    folder = tmp_path_factory.mktemp("names")
    names = {name for name in names if len(name.encode()) < 200 and name not in (".", "..", CRATE)}
    things = make(folder, sorted(names))
    assert {unquote(identifier) for identifier in listed(things["./"]["hasPart"])} == names | {"manifest.json"}


def test_a_name_that_is_no_text_comes_back_too(tmp_path):
    name = "caf\udce9.csv"  # how Python shows a byte that is no UTF-8
    try:
        (tmp_path / name).write_text("a\n")
    except OSError:
        pytest.skip("this file system has only names that are text")
    things = make(tmp_path, ())
    assert "caf%E9.csv" in things
    assert things["caf%E9.csv"]["name"] == "caf?.csv"


def test_made_again_it_has_the_same_bytes(tmp_path):
    one, two = tmp_path / "one", tmp_path / "another place"
    make(one)
    make(two, tuple(reversed(FILES)), {name: MANIFEST[name] for name in reversed(MANIFEST)})
    assert (one / CRATE).read_bytes() == (two / CRATE).read_bytes()
    again = (one / CRATE).read_bytes()
    make(one)
    assert (one / CRATE).read_bytes() == again


def test_each_notebook_has_a_run_with_what_it_read_its_parameters_and_what_it_made(tmp_path):
    things = make(tmp_path)
    run = things["#runs/01_frequency"]
    assert run["instrument"] == {"@id": "#notebooks/01_frequency"}
    assert things["#notebooks/01_frequency"]["version"] == "sha256:" + "4" * 64
    assert set(listed(run["result"])) == {
        "01_frequency.html", "01_frequency.ipynb", "figures/01_frequency-all.png", "figures/01_frequency-all.svg",
        "tables/01_frequency-all.csv",
    }  # fmt: skip
    values = {things[each]["name"]: things[each].get("value") for each in listed(run["object"]) if each[0] == "#"}
    assert values == MANIFEST["notebooks"]["01_frequency"]["parameters"]
    assert "tables/pages.jsonl" in listed(run["object"])
    assert "#inputs/pages/two.txt" in listed(things["#runs/Who%3F%20%232"]["object"])  # no parameter names a file


def test_the_report_names_all_inputs_by_their_digests_and_the_program_with_what_it_requires(tmp_path):
    things = make(tmp_path)
    report = things["#report"]
    assert report["identifier"] == MANIFEST["run_id"]
    read = listed(report["object"])
    assert things["#inputs/pages/one%20page.html"]["sha256"] == "1" * 64
    assert {"#inputs/pages/one%20page.html", "#inputs/pages/two.txt", "inputs/events.csv", "#codebook"} <= set(read)
    assert things["#parameters/start"]["value"] == "2024-01-01"
    program = things[report["instrument"]["@id"]]
    assert (program["softwareVersion"], program["operatingSystem"]) == ("0.1.0", "Linux x86_64")
    required = {
        things[each]["name"]: things[each]["softwareVersion"] for each in listed(program["softwareRequirements"])
    }
    assert required == {"python": "3.11.7", "pandas": "3.1.1"}


def test_every_file_but_the_inputs_came_about_by_one_run(tmp_path):
    things = make(tmp_path)
    runs = listed(things["./"]["mentions"])
    made = [file for run in runs for file in listed(things[run]["result"])]
    assert sorted(made) == sorted(set(listed(things["./"]["hasPart"])) - {"inputs/events.csv"})


def test_whatever_is_referred_to_is_described(tmp_path):
    things = make(tmp_path)
    known = {*things, "https://w3id.org/ro/crate/1.1"}

    def references(value):
        if isinstance(value, dict):
            yield value["@id"]
        elif isinstance(value, list):
            for each in value:
                yield from references(each)

    for thing in things.values():
        for value in thing.values():
            assert set(references(value)) <= known
            assert not (isinstance(value, list) and len(value) == 1)  # compact JSON-LD has no lists of one


def test_a_page_with_the_name_of_a_file_of_the_report_is_not_taken_for_it(tmp_path):
    things = make(tmp_path, manifest={**MANIFEST, "inputs": {"index.html": "9" * 64}})
    assert things["#inputs/index.html"]["sha256"] == "9" * 64
    assert things["index.html"]["sha256"] == hashlib.sha256(content_of("index.html").encode()).hexdigest()
    assert "index.html" in listed(things["#report"]["result"])


def test_a_file_that_two_notebooks_claim_is_a_result_of_both(tmp_path):
    notebook = {**MANIFEST["notebooks"]["01_frequency"], "place": 2}
    notebooks = {"01_frequency": MANIFEST["notebooks"]["01_frequency"], "again": notebook}
    things = make(tmp_path, manifest={**MANIFEST, "notebooks": notebooks})
    for name in notebooks:
        assert "figures/01_frequency-all.png" in listed(things[f"#runs/{name}"]["result"])


def test_of_many_inputs_the_crate_has_the_number(tmp_path, monkeypatch):
    monkeypatch.setattr(crates, "MOST_INPUTS", 2)
    things = make(tmp_path)
    assert things["#inputs"]["description"] == "3 files; manifest.json has the path and the sha256 of each."
    assert not [identifier for identifier in things if identifier.startswith("#inputs/")]


def test_only_the_sample_has_a_licence(tmp_path):
    assert make(tmp_path)["./"]["license"] == {"@id": "#licence"}
    assert make(tmp_path, sample=True)["./"]["license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}


@pytest.mark.parametrize("published", ["", "last-week", "31.3.2024", "2024-02-30", None])
def test_a_day_that_is_none_is_refused(tmp_path, published):
    with pytest.raises(ValueError) as refused:
        make(tmp_path, published=published)
    assert str(refused.value) == f"published is {published!r}; allowed is a day such as '2024-03-31'"
    assert not (tmp_path / CRATE).exists()
