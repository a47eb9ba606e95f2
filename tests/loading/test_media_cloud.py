import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import first, load_made_up, problems

from conflictlib import schema
from conflictlib.loading import load

REAL = Path(__file__).parents[2].parent / "shared" / "real" / "mediacloud"
NOTE = (None, "Media Cloud lists no texts: the text of each document is its headline", "note")
OLD = (
    ",ap_syndicated,collect_date,guid,language,media_id,media_name,publish_date,stories_id,story_tags,title,url,metadata\n"
    '0,False,2019-07-30 13:47:41.081623,"\n\t c6e9",en,7,Hill Gazette,2022-06-05 03:26:28.048623,17,[],'
    '"Talks\n resume",https://hill.example/a,"{\'date_guess_method\': None}"\n'
    "1,True,,,,,Hill Gazette,,18,[],,https://hill.example/b,\n"
)
NEW = {
    "id": "f00d", "indexed_date": "2024-05-13 01:02:03.000001", "language": "en", "media_name": "hill.example",
    "media_url": "hill.example", "publish_date": "2024-05-12", "title": "Talks resume", "url": "https://hill.example/a",
}  # fmt: skip


def test_a_story_of_the_old_platform_is_its_headline():
    loaded = load_made_up(OLD, "stories.csv")
    story = first(loaded)
    wanted = {"doc": "17", "text": "Talks resume", "title": "Talks resume", "publisher": "Hill Gazette",
              "url": "https://hill.example/a", "language": "en", "format": "media_cloud", "ap_syndicated": "False",
              "metadata": "{'date_guess_method': None}", "media_id": "7"}  # fmt: skip
    assert {key: story[key] for key in wanted} == wanted
    assert str(story["published"].date()) == "2022-06-05"
    assert "" not in loaded.documents
    assert problems(loaded, kind=True) == [
        NOTE,
        (5, "the story has no title, and a list of stories has no texts", "refused"),
    ]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (",".join(NEW) + "\n" + ",".join(NEW.values()) + "\n", "stories.csv"),
        (json.dumps([NEW]), "stories.json"),
        (json.dumps([NEW, NEW | {"id": "beef", "title": "Other"}]), "stories.json"),
        (json.dumps({"stories": [NEW], "pagination_token": "x"}), "stories.json"),
        (json.dumps(NEW) + "\n" + json.dumps(NEW | {"title": "Other"}), "stories.jsonl"),
    ],
)
def test_the_current_export_is_read_as_csv_and_json(content, name):
    loaded = load_made_up(content, name)
    story = first(loaded)
    assert (story["doc"], story["text"], story["publisher"]) == ("f00d", "Talks resume", "hill.example")
    assert (str(story["published"].date()), story["format"]) == ("2024-05-12", "media_cloud")
    assert problems(loaded, kind=True) == [NOTE]


def test_a_list_with_texts_is_a_table_of_documents():
    table = ",".join([*NEW, "text"]) + "\n" + ",".join([*NEW.values(), "The talks resumed."]) + "\n"
    story = first(load_made_up(table, "stories.csv"))
    assert (story["format"], story["text"], story["publisher"]) == ("csv", "The talks resumed.", "hill.example")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([OLD, json.dumps([NEW, NEW])]), st.binary(max_size=6), st.integers(0, 400), st.integers(0, 60))
def test_a_mangled_list_is_rows_or_problems(content, inserted, at, cut):
    data = content.encode()
    loaded = load_made_up(data[:at] + inserted + data[at + cut :], "stories.csv" if content is OLD else "stories.json")
    schema.check(loaded.documents, schema.DOCUMENTS)
    assert len(loaded.documents) + len(loaded.events) + len(loaded.problems) > 0
    assert not loaded.problems["reason"].str.contains("can't be read (", regex=False).any()


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")
def test_real_stories_come_out_as_they_are():
    loaded = load(REAL)
    stories = loaded.documents
    assert (len(stories), set(stories["format"])) == (98, {"media_cloud"})
    assert (str(stories["published"].min().date()), str(stories["published"].max().date())) == (
        "2011-06-23",
        "2022-06-20",
    )
    assert stories["language"].value_counts().head(5).to_dict() == {"en": 31, "es": 12, "de": 9, "ja": 6, "ru": 5}
    assert stories["language"].isna().sum() == 2
    assert stories["ap_syndicated"].value_counts()["True"] == 4
    assert int((~stories["title"].map(str.isascii)).sum()) == 54
    assert loaded.problems["kind"].tolist() == ["note"]
