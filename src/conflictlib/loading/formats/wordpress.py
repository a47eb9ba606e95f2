"""Posts of WordPress, as its REST API gives them."""

from __future__ import annotations

from collections.abc import Iterator

from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Document, Piece, Problem
from conflictlib.loading._records import records
from conflictlib.loading.formats.html_pages import seen_by_a_reader


@reads("wordpress", title="WordPress posts (REST API)", gives="documents", endings=".json",
       seen=lambda start: "content" in start.keys and bool({"title", "date", "link"} & start.keys)
       and '"rendered"' in start.text)  # fmt: skip
def read_wordpress(file: File) -> Iterator[Piece]:
    """Read posts or pages: one object, a list, or one on each line.

    ``title.rendered`` and ``content.rendered`` become `title` and `text`: what a reader sees, a paragraph a line
    and a blank line between; `date`, on the site's own clock, becomes `published`, `date_gmt` `published_at`,
    `link` `url`. Source: WordPress REST API Handbook, Posts.
    """
    for found in records(file):
        if isinstance(found, Problem):
            yield found
            continue
        number, post = found
        text = "\n\n".join(_seen(post.get("content")))
        if not text:
            yield Problem("the post has no text (`content.rendered` is empty)", number or 1)
            continue
        title = " ".join(_seen(post.get("title"))) or None
        moment = f"{post['date_gmt']}Z" if post.get("date_gmt") else None
        yield Document(
            text, title=title, published=post.get("date"), published_at=moment, url=post.get("link"), record=number
        )


def _seen(part: object) -> list[str]:
    rendered = part.get("rendered") if isinstance(part, dict) else part
    return seen_by_a_reader(rendered) if isinstance(rendered, str) else []
