"""UIMA CAS, in which INCEpTION exports: as JSON and as XMI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from conflictlib.loading._files import File, printable
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Document, Piece, Problem, Unreadable
from conflictlib.loading._records import json_value
from conflictlib.loading._start import Start
from conflictlib.loading._uima import Layers

_LARGEST = 300_000_000
_NAMESPACE = re.compile(r"\{http:///(?P<path>.*)\.ecore\}(?P<name>.+)")
_INITIAL = "_InitialView"


def _is_json(start: Start) -> bool:
    return bool({"%TYPES", "%FEATURE_STRUCTURES"} & start.keys)


@reads("uima_json", title="INCEpTION (UIMA CAS JSON)", gives="documents, statements", endings=".json", seen=_is_json)
def read_uima_json(file: File) -> Iterator[Piece]:
    """Read a document and the annotations of its span layers.

    The text is the ``sofaString`` of the initial view; its language and title those that the document declares.
    Each annotation of a layer of the project's own, such as ``custom.Statement``, is a statement; primitive features,
    and lists of them, fill the column of their name, ours or an own one, as in WebAnno TSV. References to other
    structures are left out. Other layers are counted in a note. Offsets are units of UTF-16.
    Source: Apache UIMA, JSON serialization of the CAS, draft specification 0.4.
    """
    value = json_value(file)
    structures = value.get("%FEATURE_STRUCTURES") if isinstance(value, dict) else None
    if isinstance(structures, dict):
        structures = [each | {"%ID": key} for key, each in structures.items() if isinstance(each, dict)]
    if not isinstance(structures, list) or not all(isinstance(each, dict) for each in structures):
        raise Unreadable("no UIMA CAS (there is no list of %FEATURE_STRUCTURES)")
    yield from _pieces(file, [_of_json(each) for each in structures])


def _of_json(structure: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return type and features of a structure; references begin with ``@``, what is known of numbers with ``^``."""
    features = {name: value for name, value in structure.items() if name[:1] not in ("%", "@", "^", "#")}
    lists = structure.get("%ELEMENTS")
    own = {"sofa": structure.get("@sofa"), "id": structure.get("%ID")} | ({"elements": lists} if lists else {})
    return str(structure.get("%TYPE", "")), {"": own, **features}


@reads("uima_xmi", title="INCEpTION (UIMA CAS XMI)", gives="documents, statements", endings=".xmi .xml",
       seen=lambda start: start.element == "xmi" and "/uima/cas" in start.namespace + start.text[:5_000])  # fmt: skip
def read_uima_xmi(file: File) -> Iterator[Piece]:
    """Read a document and the annotations of its span layers, as from UIMA CAS JSON.

    The namespace of an element, such as ``http:///webanno/custom.ecore``, and its name are its type
    (``webanno.custom.Statement``); attributes are features, elements in it lists of text. All values are text.
    Source: Apache UIMA references, XMI CAS serialization.
    """
    import lxml.etree  # type: ignore[import-untyped]  # lxml ships no types

    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = lxml.etree.fromstring(file.read(at_most=_LARGEST), parser=parser)
    except (lxml.etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"no XMI that can be read ({error})") from None
    yield from _pieces(file, [_of_element(each) for each in tree if isinstance(each.tag, str)])


def _of_element(element: Any) -> tuple[str, dict[str, Any]]:
    match = _NAMESPACE.fullmatch(element.tag)
    kind = f"{match['path'].replace('/', '.')}.{match['name']}" if match else element.tag
    features: dict[str, Any] = {}
    for name, value in element.attrib.items():
        features[name] = int(value) if name in ("begin", "end") and re.fullmatch(r"\d{1,12}", value) else value
    for child in element:
        if isinstance(child.tag, str) and child.text:
            features.setdefault(child.tag, [])
            if isinstance(features[child.tag], list):
                features[child.tag].append(child.text)
    own = {"sofa": features.pop("sofa", None), "id": features.pop("{http://www.omg.org/XMI}id", None)}
    return kind.removeprefix("noNamespace."), {"": own, **features}


def _pieces(file: File, structures: list[tuple[str, dict[str, Any]]]) -> Iterator[Piece]:
    sofas = [features for kind, features in structures if kind == "uima.cas.Sofa"]
    sofa = next((each for each in sofas if each.get("sofaID", _INITIAL) == _INITIAL), None)
    if sofa is None or not isinstance(sofa.get("sofaString"), str):
        raise Unreadable("no UIMA CAS with a text (there is no sofaString)")
    document, layers = Document(printable(sofa["sofaString"])), Layers(file)
    arrays = {str(features[""]["id"]): features[""].get("elements") for _, features in structures}
    for number, (kind, features) in enumerate(structures, 1):
        own, start, end = features[""], features.get("begin"), features.get("end")
        _declared(kind, features, document)
        if start is None or end is None or str(own["sofa"]) != str(sofa[""]["id"]):
            continue  # a structure that marks no span of this text
        if type(start) is not int or type(end) is not int:
            yield Problem(f"an annotation from {str(start)[:30]!r} to {str(end)[:30]!r}; allowed are numbers", number)
            continue
        layers.add(kind, own["id"], start, end, _cells(features, arrays), number)
    yield from layers.pieces(document)


def _declared(kind: str, features: dict[str, Any], document: Document) -> None:
    """Take over what the document says of itself."""
    if kind.endswith((".DocumentMetaData", ".DocumentAnnotation")):
        language = features.get("language")
        document.language = document.language or (language if language != "x-unspecified" else None)
        document.title = document.title or features.get("documentTitle")


def _cells(features: dict[str, Any], arrays: dict[str, Any]) -> dict[str, object]:
    """Return the features that a cell can hold."""
    cells: dict[str, object] = {}
    for name, value in features.items():
        if name in ("", "begin", "end"):
            continue
        if isinstance(value, list):
            plain = [each for each in value if isinstance(each, str | int | float)]
            cells[name] = plain if name == "themes" else "; ".join(map(str, plain))
        elif isinstance(value, str | int | float):
            cells[name] = value
    return cells
