import json

from reading import load_made_up, problems

POST = {
    "id": 7,
    "date": "2024-05-12T23:30:00",
    "date_gmt": "2024-05-13T04:30:00",
    "link": "https://hill.example/a",
    "title": {"rendered": "Freedonia&#8217;s <em>envoy</em> &amp; the talks"},
    "content": {
        "rendered": "<p>One&nbsp;<b>and</b>\n two.</p>\n<ul><li>Three.</li></ul><p>Four<br>five.</p>",
        "protected": False,
    },
}
OTHER = {**POST, "content": {"rendered": "<p>Six.</p>"}}


def test_a_post_is_what_its_reader_sees_on_its_local_day_and_at_its_moment():
    post = load_made_up(json.dumps(POST), "page.json").documents.iloc[0]
    assert post[["doc", "title", "text", "url", "format"]].tolist() == [
        "page.json",
        "Freedonia’s envoy & the talks",
        "One and two.\n\nThree.\n\nFour\n\nfive.",
        "https://hill.example/a",
        "wordpress",
    ]
    assert str(post["published"]) == "2024-05-12 00:00:00"
    assert post["published_at"] == "2024-05-13T04:30:00Z"


def test_a_post_without_text_is_a_problem():
    found = load_made_up(json.dumps([{**POST, "content": {"rendered": "<script>x</script>"}}, OTHER]), "posts.json")
    assert problems(found) == [(1, "the post has no text (`content.rendered` is empty)")]
    assert found.documents["text"].tolist() == ["Six."]
