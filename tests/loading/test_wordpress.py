import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from mangling import is_told, mangled
from reading import first, load_made_up, problems

REAL = Path(__file__).parents[2].parent / "shared" / "real" / "wordpress"
POST = {
    "id": 7, "date": "2024-05-12T23:30:00", "date_gmt": "2024-05-13T04:30:00", "status": "publish",
    "link": "https://hill.example/a", "title": {"rendered": "Freedonia&#8217;s <em>envoy</em> &amp; the talks"},
    "content": {"rendered": "<p>One&nbsp;<b>and</b>\n two.</p>\n<ul><li>Three.</li></ul>", "protected": False},
    "excerpt": {"rendered": "<p>One [&hellip;]</p>", "protected": False}, "author": 3, "categories": [4],
    "yoast_head_json": {"og_locale": "en_GB", "og_site_name": "Hill Gazette", "author": "Yo", "article_published_time": "2024-05-13T04:30:00+00:00"},
    "_embedded": {
        "author": [{"name": "Ada &amp; Bo"}, {"code": "rest_user_invalid_id", "message": "no"}],
        "wp:term": [[{"name": "Talks", "taxonomy": "category"}], [{"name": "Sea &amp; Shore", "taxonomy": "post_tag"}], []],
    },
}  # fmt: skip


def other(number: int, **fields: object) -> dict[str, object]:
    return {**POST, "id": number, "content": {"rendered": f"<p>Post {number}.</p>"}, **fields}


def test_a_post_is_what_its_reader_sees_on_its_local_day():
    post = first(load_made_up(json.dumps(POST), "page.json"))
    assert (post["doc"], post["title"], post["text"]) == (
        "page.json",
        "Freedonia’s envoy & the talks",
        "One and two.\n\nThree.",
    )
    assert (str(post["published"])[:10], post["published_at"]) == ("2024-05-12", "2024-05-13T04:30:00Z")
    assert (post["author"], post["categories"]) == ("Ada & Bo", "Talks; Sea & Shore")
    assert (post["publisher"], post["language"], post["url"]) == ("Hill Gazette", "en", "https://hill.example/a")


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([other(1), other(2)]),
        json.dumps([[other(1)], [other(2)]]),
        json.dumps({"body": [other(1), other(2)], "status": 200, "headers": {"X-WP-Total": 2}}),
        json.dumps([{"body": [other(1)], "status": 200}, {"body": other(2), "status": 200}]),
        f"{json.dumps(other(1))}\n{json.dumps(other(2))}\n",
        f"{json.dumps([other(1)])}\n{json.dumps([other(2)])}\n",
    ],
)
def test_posts_are_found_in_every_wrapping(content):
    loaded = load_made_up(content, "posts.json")
    assert loaded.documents[["doc", "text", "format"]].to_numpy().tolist() == [
        ["1", "Post 1.", "wordpress"],
        ["2", "Post 2.", "wordpress"],
    ]
    assert problems(loaded) == []


def test_posts_of_wordpress_com_have_plain_fields():
    post = {
        "ID": 5, "site_ID": 1, "date": "2024-05-12T23:30:00+02:00", "title": "Talks &amp; tea", "URL": "https://hill.example/b",
        "content": "<p>One.</p>", "author": {"ID": 1, "name": "Ada Lind"}, "categories": {"Talks": {"ID": 1}}, "tags": {"Tea": {}},
    }  # fmt: skip
    loaded = load_made_up(
        json.dumps({"found": 2, "posts": [post, {**post, "ID": 6, "content": "<p>Two.</p>"}]}), "p.json"
    )
    one = first(loaded)
    assert (one["doc"], one["text"], one["url"], one["title"]) == ("5", "One.", "https://hill.example/b", "Talks & tea")
    assert (str(one["published"])[:10], one["published_at"]) == ("2024-05-12", "2024-05-12T21:30:00Z")
    assert (one["author"], one["categories"], one["format"]) == ("Ada Lind", "Talks; Tea", "wordpress")
    assert len(loaded.documents) == 2


def test_what_has_no_text_is_a_problem_and_an_excerpt_is_told():
    empty = {"rendered": "", "protected": True}
    posts = [
        other(1, content=empty, excerpt=empty), other(2, content={"rendered": "<script>x</script>"}, excerpt=None),
        other(3, content=None), "no post",
    ]  # fmt: skip
    loaded = load_made_up(json.dumps(posts), "p.json")
    assert loaded.documents["text"].tolist() == ["One […]"]
    assert sorted(problems(loaded)) == [
        (1, "the post is under a password; its text is not in the file"),
        (2, "the post has no text (`content.rendered` is empty)"),
        (3, "only the excerpt is in the file; it is taken for the text (posts 3)"),
        (4, "no post: neither an object nor a list of them"),
    ]


def test_an_error_of_the_site_is_told():
    loaded = load_made_up(
        '{"code": "rest_no_route", "message": "No route was found", "data": {"status": 404}}', "p.json"
    )
    assert problems(loaded) == [
        (1, "the site answered with an error, not with posts (rest_no_route: No route was found)")
    ]


def test_dates_of_zeros_are_none_and_disagreeing_ones_are_told():
    zeros = "0000-00-00T00:00:00"
    posts = [
        other(1, date=zeros, date_gmt=zeros, yoast_head_json=None),
        other(2, date=zeros),
        other(3, date="2024-05-20T00:00:00"),
        other(4, yoast_head_json={"article_published_time": "2024-05-13T09:30:00+00:00"}),
    ]
    loaded = load_made_up(json.dumps(posts), "p.json")
    assert loaded.documents["published"].isna().tolist() == [True, False, False, False]
    assert str(loaded.documents["published"].iloc[1])[:10] == "2024-05-13"
    assert problems(loaded, kind=True) == [
        (2, "no date on the site's own clock; the day is that in UTC (posts 2)", "note"),
        (3, "`date` and `date_gmt` are more than a day apart (posts 3)", "note"),
        (4, "`article_published_time` is another moment than `date_gmt`, which is taken (posts 4)", "note"),
    ]


@settings(max_examples=60, deadline=None)
@given(mangled(json.dumps([POST, other(8)], indent=1).encode()))
def test_whatever_is_damaged_ends_in_rows_or_problems(data):
    assert is_told(load_made_up(data, "posts.json"))


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")
def test_facts_of_real_posts():
    loaded = load_made_up((REAL / "izquierdahispanica_posts_first76.json").read_bytes(), "i.json")
    documents = loaded.documents
    assert len(documents) + (loaded.problems["kind"] == "refused").sum() == 76
    assert documents["published"].dt.year.value_counts().to_dict() == {2013: 38, 2014: 37, 2015: 1}
    assert documents["published_at"].max() == "2015-09-17T15:53:34Z"
    assert (documents["modified"] != documents["published_at"]).all()
