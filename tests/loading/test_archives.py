import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import load_folder, load_made_up, problems

from conflictlib.loading import _archives

TALKS = "Freedonia called on Sylvania to come back to the table."
AID = "Ruritania pledged grain for the valley."


def zipped(files: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def tarred(files: dict[str, str], mode: str = "w") -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content.encode())
            archive.addfile(member, io.BytesIO(content.encode()))
    return target.getvalue()


PAGES = {"a.txt": TALKS, "b/c.txt": AID}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("p.zip", zipped(PAGES)),
        ("p.tar", tarred(PAGES)),
        ("p.tar.gz", tarred(PAGES, "w:gz")),
        ("p.tgz", tarred(PAGES, "w:gz")),
        ("p.tar.bz2", tarred(PAGES, "w:bz2")),
        ("p.tar.xz", tarred(PAGES, "w:xz")),
        ("p.bin", zipped(PAGES)),
    ],
)
def test_an_archive_gives_its_files(name, data):
    loaded = load_made_up(data, name)
    assert loaded.documents["text"].tolist() == [TALKS, AID]
    assert loaded.documents["path"].tolist() == [f"{name}/a.txt", f"{name}/b/c.txt"]
    assert loaded.documents["doc"].tolist() == ["a.txt", "c.txt"]
    assert problems(loaded) == []


@pytest.mark.parametrize(("pack", "ending"), [(gzip.compress, "gz"), (bz2.compress, "bz2"), (lzma.compress, "xz")])
def test_a_packed_file_is_read_as_what_its_name_without_the_ending_says(pack, ending):
    loaded = load_made_up(pack(TALKS.encode()), f"a.txt.{ending}")
    assert loaded.documents["path"].tolist() == [f"a.txt.{ending}/a.txt"]


def test_archives_may_stand_in_archives_but_not_without_end():
    data = zipped({"a.txt": TALKS})
    for _ in range(3):
        data = zipped({"inner.zip": data})
    assert load_made_up(data, "p.zip").documents["text"].tolist() == [TALKS]
    loaded = load_made_up(zipped({"inner.zip": data}), "p.zip")
    assert [reason for _, reason in problems(loaded)] == ["an archive in 4 others; it is not opened"]


def test_an_index_in_an_archive_fills_the_pages_beside_it():
    loaded = load_made_up(zipped({"x/a.txt": TALKS, "x/index.csv": "doc,publisher\na.txt,Hill Gazette\n"}), "p.zip")
    assert loaded.documents["publisher"].tolist() == ["Hill Gazette"]


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "..\\a.txt", "C:/a.txt"])
def test_a_name_that_leaves_the_archive_is_refused(name):
    loaded = load_made_up(zipped({name: TALKS, "b.txt": AID}), "p.zip")
    assert loaded.documents["text"].tolist() == [AID]
    assert problems(loaded) == [(None, f"{name!r} would leave the archive; it is not read")]


def test_a_link_in_an_archive_is_refused():
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        link = tarfile.TarInfo("a.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert problems(load_made_up(target.getvalue(), "p.tar")) == [(None, "'a.txt' is a link or device; it is not read")]


def test_an_encrypted_member_is_told():
    data = bytearray(zipped({"a.txt": TALKS}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert problems(load_made_up(bytes(data), "p.zip")) == [(None, "'a.txt' is encrypted; it is not read")]


@pytest.mark.parametrize("form", ["zip", "gz", "xz", "tar.bz2"])
def test_a_bomb_is_not_unpacked(form, monkeypatch):
    monkeypatch.setattr(_archives, "ALWAYS", 1_000_000)
    monkeypatch.setattr(_archives, "EXPANSION", 10)
    zeros = "0" * 3_000_000
    packed = {"zip": lambda: zipped({"a.txt": zeros, "b.txt": TALKS}), "gz": lambda: gzip.compress(zeros.encode()),
              "xz": lambda: lzma.compress(zeros.encode()), "tar.bz2": lambda: tarred({"a.txt": zeros}, "w:bz2")}  # fmt: skip
    loaded = load_made_up(packed[form](), f"p.{form}")
    assert loaded.documents.empty
    assert "holds more than 10 times its own size; the rest is not read" in problems(loaded)[0][1]


def test_what_comes_before_the_cut_of_a_packed_file_is_read():
    text = "\n".join(f"{TALKS} Day {n}, line {n * 7919 % 1000}." for n in range(100_000))
    loaded = load_made_up(gzip.compress(text.encode())[:200_000], "a.txt.gz")
    assert len(loaded.documents) == 1
    assert text.startswith(loaded.documents.loc[0, "text"][:-1])
    assert [kind for *_, kind in problems(loaded, kind=True)] == ["incomplete"]


def test_nothing_of_an_archive_stays_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    load_folder({"a.zip": zipped(PAGES), "b.tar.gz": tarred(PAGES, "w:gz")})
    assert list(tmp_path.iterdir()) == []


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([zipped(PAGES), tarred(PAGES), tarred(PAGES, "w:gz"), gzip.compress(TALKS.encode())]), st.data())
def test_a_damaged_archive_is_read_or_told(data, draw):
    at = draw.draw(st.integers(0, len(data) - 1))
    cut = draw.draw(st.integers(0, len(data)))
    damaged = (data[:at] + draw.draw(st.binary(max_size=4)) + data[at + 1 :])[:cut]
    loaded = load_made_up(damaged, "p.zip")
    assert len(loaded.documents) + len(loaded.problems) > 0
    assert not loaded.problems["reason"].str.contains("can't be read (", regex=False).any()
