"""Folders like those of reports, made by hand: for tests of what is put together from them."""

import base64
import struct
import zlib
from html import escape


def page(title, main, *, source="Source: the Freedonia Gazette.", style="p { color: black }"):
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="conflictlib 0.1.0">
<title>{escape(title)}</title>
<style>
{style}</style>
</head>
<body>
<header><div class="wide">
<p class="trail"><a href="index.html">Freedonia</a> / {escape(title)}</p>
<h1 dir="auto">{escape(title)}</h1>
</div></header>
<main><div class="wide">
{main}
</div></main>
<footer><div class="wide">
<p>{source}</p>
<p>Made by conflictlib 0.1.0, run <code>0123456789ab</code>.</p>
</div></footer>
</body>
</html>
"""


def png(shade):
    """Return a picture of one point."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes([0, shade])))
        + chunk(b"IEND", b"")
    )


def image(shade, alt="Column chart: two statements"):
    return f'<img src="data:image/png;base64,{base64.b64encode(png(shade)).decode()}" alt="{escape(alt)}">'


def chart(name, shade):
    files = f'<a href="figures/{name}.png">PNG</a> <a href="tables/{name}.csv">CSV</a> '
    return f'<figure>\n{image(shade)}\n<figcaption class="files">{files}</figcaption>\n</figure>'


def card(name, title):
    return f"""<article class="card">
<h3><a href="{name}.html">{title}</a></h3>
<p>How often they speak.</p><a class="picture" href="{name}.html"><img src="figures/{name}.png" alt="Column chart"></a>
<div class="files"><p class="more"><a href="{name}.html">All its charts</a> <a href="{name}.ipynb">Notebook</a></p>
<p><span>weekly: <a href="figures/{name}.png">PNG</a> <a href="tables/{name}.csv">CSV</a></span></p></div>
</article>"""


def coded(number, rows):
    said = "<tr><td><b>Freedonia</b></td><td>calls for</td><td><mark>a ceasefire</mark></td></tr>"
    return f"""<div class="page" id="page-{number}">
<h2 dir="auto">Page {number}</h2>
<p class="small"><a href="https://gazette.example/{number}" rel="noreferrer">address</a></p>
<table class="coded"><thead><tr><th>Who</th><th>Act</th><th>Sentence</th></tr></thead>
<tbody>{said * rows}</tbody></table>
</div>"""


def coding(sizes):
    contents = "".join(f'<li><a href="#page-{n}">Page {n}</a></li>' for n in range(1, len(sizes) + 1))
    pages = "".join(coded(n, size) for n, size in enumerate(sizes, 1))
    return page(
        "What the coder found",
        f'<div class="text"><p class="lead">Statements.</p></div><ol class="contents">{contents}</ol>{pages}',
        source="Source: pages of the Freedonia Gazette.",
    )


def write_folder(folder, **pages):
    """Write a report of two notebooks; `pages` are added or take the place of those, `__` in a name is ``/``."""
    cards = card("weekly", "Who speaks, by week") + card("actors", "Who speaks most")
    index = f"""<p class="lead">Public statements. <a href="coding.html">What the coder found</a></p>
<h2>Charts</h2>
<div class="cards">{cards}<article class="card"><h3><a href="coding.html">What the coder found</a></h3></article></div>
<h2>Parameters</h2>
<p id="every">every: week</p>
<h2>Files</h2>
<p class="files"><a href="tables/weekly.csv">tables/weekly.csv</a> <a href="manifest.json">manifest.json</a></p>"""
    weekly = f"""<h2 id="counts">Counts</h2><h2 id="counts">More counts</h2>{chart("weekly", 10)}
<p><a href="#counts">Counts</a>, <a href="actors.html#counts">counts of actors</a>, <a href="weekly.ipynb">code</a>.</p>
<p class="files"><a href="index.html">Back to the report</a> <a href="weekly.ipynb">This page as a notebook</a></p>"""
    actors = f"""<h2 id="counts">Counts</h2>{chart("actors", 20)}
<p><a href="https://gazette.example/a?b=1&amp;c=2">Gazette</a> <a href="mailto:desk@gazette.example">desk</a></p>"""
    written = {
        "index": page("Who said what: Freedonia", index),
        "weekly": page("Who speaks, by week", weekly),
        "actors": page("Who speaks most", actors),
        "coding": coding([2, 3]),
        **pages,
    }
    for name, text in written.items():
        path = folder / f"{name.replace('__', '/')}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "figures").mkdir()
    for name, shade in (("weekly", 10), ("actors", 20)):
        (folder / "figures" / f"{name}.png").write_bytes(png(shade))
        (folder / f"{name}.ipynb").write_text("{}", encoding="utf-8")
    return folder
