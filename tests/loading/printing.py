"""Small PDF files, written by hand (ISO 32000-1, 7.5): lines of Helvetica at places of the page."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

Placed = tuple[str, float, float, float]  # text, x, y, size


def pdf(
    pages: Sequence[Sequence[Placed] | bytes], info: str = "", picture: bool = False, packed: bool = False
) -> bytes:
    """Return a PDF of these pages: lines, or the bytes of a page's drawing."""
    objects: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R/Lang(en-GB)>>",
        2: f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{10 + 2 * n} 0 R' for n in range(len(pages)))}]>>".encode(),
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        4: f"<<{info}>>".encode("latin-1"),
        5: stream(b"\xff", "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"),
    }
    drawn = "/XObject<</P 5 0 R>>" if picture else ""
    for number, page in enumerate(pages):
        data = page if isinstance(page, bytes) else b"\n".join(map(shown, page))
        content = stream(zlib.compress(data), "/Filter/FlateDecode") if packed else stream(data)
        objects[10 + 2 * number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {11 + 2 * number} 0 R"
            f"/Resources<</Font<</F 3 0 R>>{drawn}>>>>"
        ).encode()
        objects[11 + 2 * number] = content
    return assembled(objects)


def shown(line: Placed) -> bytes:
    """Return the operators that show a line."""
    text, x, y, size = line
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F {size} Tf {x} {y} Td ({escaped}) Tj ET".encode("cp1252")


def stream(data: bytes, fields: str = "") -> bytes:
    """Return a stream object."""
    return f"<</Length {len(data)}{fields}>>stream\n".encode() + data + b"\nendstream"


def assembled(objects: Mapping[int, bytes]) -> bytes:
    """Return the file of these objects, 1 being the catalogue and 4 the document information."""
    body = b"%PDF-1.4\n"
    places = {}
    for number, data in objects.items():
        places[number] = len(body)
        body += f"{number} 0 obj\n".encode() + data + b"\nendobj\n"
    rows = "".join(f"{number} 1\n{place:010} 00000 n \n" for number, place in places.items())
    end = f"xref\n0 1\n0000000000 65535 f \n{rows}trailer\n<</Size {max(objects) + 1}/Root 1 0 R/Info 4 0 R>>\n"
    return body + end.encode() + f"startxref\n{len(body)}\n%%EOF\n".encode()


def column(
    lines: Sequence[str], *, x: float = 72, top: float = 760, leading: float = 14, size: float = 11
) -> list[Placed]:
    """Return lines one below the other; an empty one leaves a gap."""
    return [(line, x, top - number * leading, size) for number, line in enumerate(lines) if line]
