"""SVGs made light: the same picture in a third of the bytes, and written so that a page can hold it.

matplotlib writes every number with six decimals, an element a letter with a transform of its own, and a group with an
id around each line. Here numbers keep a hundredth of a point, steps are relative, groups that say nothing are
unwrapped, styles stand once, ids are short. What is seen moves by less than a hundredth of a pixel's width.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

from lxml import etree

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"
#: decimals of a place in points, and of a letter's outline (100 units to the size of the type)
PLACE, OUTLINE = 2, 1
#: what a data address may hold as it is (a blank would end an address in ``srcset``)
PLAIN = "!$&'()*+,-./:;=?@_~"
#: points of a drawing's left margin that a page leaves out, so that it starts where the text starts; into the right
#: one labels of axes may reach
TRIMMED = 7.0
_TOKENS = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_MOVES = {"M": 2, "L": 2, "Q": 4, "C": 6}
_TRANSFORM = re.compile(r"([a-z]+)\(([^)]*)\)")
_FRAME = re.compile(r'width="([\d.]+)pt"([^>]*?)viewBox="0 0 [\d.]+ ([\d.]+)"')
_LONG = re.compile(r"\d+\.\d{3,}")


def _short(value: float, digits: int) -> str:
    """Write a number with no more digits than it needs."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    text = re.sub(r"\A(-?)0\.", r"\1.", text)
    return "0" if text in ("-0", "-", "") else text


def _packed(numbers: list[str]) -> str:
    """Join numbers with commas where a sign does not part them already."""
    out = ""
    for text in numbers:
        out += text if not out or text.startswith("-") else f",{text}"
    return out


def short_path(data: str, digits: int = PLACE, scale: float = 1.0) -> str:
    """Rewrite the outline of a path (commands M, L, Q, C, Z in absolute places) in rounded relative steps.

    Every step starts at the place that the rounded steps before it have reached, so that no error adds up.
    """
    tokens = _TOKENS.findall(data)
    at, first, out, i = (0.0, 0.0), (0.0, 0.0), "", 0
    last = ""
    while i < len(tokens):
        command = tokens[i]
        i += 1
        if command in "zZ":
            out, at, last = f"{out}z", first, "z"
            continue
        if command not in _MOVES:
            raise ValueError(f"the command {command} of a path is not known here")
        places = [float(token) * scale for token in tokens[i : i + _MOVES[command]]]
        i += _MOVES[command]
        points = [(places[k], places[k + 1]) for k in range(0, len(places), 2)]
        if command == "M":
            at = first = (round(points[0][0], digits), round(points[0][1], digits))
            out, last = f"{out}M{_packed([_short(at[0], digits), _short(at[1], digits)])}", "M"
            continue
        steps = [(round(x - at[0], digits), round(y - at[1], digits)) for x, y in points]
        name, numbers = command.lower(), [_short(n, digits) for step in steps for n in step]
        if command == "L" and steps[0][1] == 0:
            name, numbers = "h", numbers[:1]
        elif command == "L" and steps[0][0] == 0:
            name, numbers = "v", numbers[1:]
        joined = _packed(numbers)
        same = name == last and name not in "hv"
        out += ("" if joined.startswith("-") else ",") + joined if same else name + joined
        at, last = (round(at[0] + steps[-1][0], digits), round(at[1] + steps[-1][1], digits)), name
    return out


def _numbers(text: str) -> list[float]:
    return [float(number) for number in re.split(r"[\s,]+", text.strip())]


def _short_transform(value: str, digits: int) -> str:
    """Round the numbers of a transform; a scale keeps five decimals, as what it scales is large."""
    parts = []
    for name, numbers in _TRANSFORM.findall(value):
        how = 5 if name == "scale" else digits
        parts.append(f"{name}({_packed([_short(n, how) for n in _numbers(numbers)])})")
    return "".join(parts)


def _short_style(value: str) -> str:
    """Write declarations without blanks; lengths and opacities with two decimals."""
    pairs = [part.split(":", 1) for part in value.split(";") if ":" in part]
    said = [(name.strip(), " ".join(text.split())) for name, text in pairs]
    return ";".join(f"{name}:{_LONG.sub(lambda found: _short(float(found[0]), 2), text)}" for name, text in said)


def _letters() -> Iterator[str]:
    """Give short ids in order: a … z, aa …"""
    names = [""]
    while True:
        names = [name + letter for name in names for letter in "abcdefghijklmnopqrstuvwxyz"]
        yield from names


def light(svg: bytes, title: str = "", description: str = "") -> bytes:
    """Rewrite an SVG of matplotlib in fewer bytes, with its title and description for whoever opens the file alone."""
    root = etree.fromstring(svg, etree.XMLParser(remove_comments=True, resolve_entities=False, no_network=True))
    for metadata in root.findall(f"{{{SVG}}}metadata"):
        root.remove(metadata)
    _round(root)
    _rename(root)
    _unwrap(root)
    _classes(root)
    for element in root.iter():
        element.text = element.text if element.tag == f"{{{SVG}}}style" else None
        element.tail = None
    root.attrib.pop("version", None)
    root.set("role", "img")
    for name, text in (("desc", description), ("title", title)):
        if text:
            told = etree.Element(f"{{{SVG}}}{name}")
            told.text = "".join(c for c in text if c.isprintable())
            root.insert(0, told)
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root)) + b"\n"


def _round(root: etree._Element) -> None:
    for element in root.iter():
        attributes = element.attrib
        letter = element.tag == f"{{{SVG}}}path" and attributes.get("transform") == "scale(0.015625)"
        if letter:  # an outline of a letter, in 64ths
            del attributes["transform"]
        if "d" in attributes:
            attributes["d"] = short_path(attributes["d"], OUTLINE if letter else PLACE, 1 / 64 if letter else 1.0)
        for name in ("x", "y", "width", "height"):
            if name in attributes and element is not root:
                attributes[name] = _short(float(attributes[name]), PLACE)
        if "transform" in attributes:
            _place(element)
        if "style" in attributes:
            attributes["style"] = _short_style(attributes["style"])


def _place(element: etree._Element) -> None:
    """Write where a letter stands as x and y, any other transform in fewer digits."""
    found = _TRANSFORM.fullmatch(element.attrib["transform"])
    if element.tag == f"{{{SVG}}}use" and found and found[1] == "translate" and "x" not in element.attrib:
        places = _numbers(found[2])
        del element.attrib["transform"]
        for name, value in zip("xy", places, strict=False):
            if _short(value, OUTLINE) != "0":
                element.set(name, _short(value, OUTLINE))
        return
    element.set("transform", _short_transform(element.attrib["transform"], PLACE))


def _rename(root: etree._Element) -> None:
    """Give ids that something refers to a short name, the most used the shortest; drop the others."""
    uses: Counter[str] = Counter()
    for element in root.iter():
        for value in element.attrib.values():
            uses.update(re.findall(r"url\(#([^)]+)\)", str(value)))
        if HREF in element.attrib:
            uses[str(element.attrib[HREF])[1:]] += 1
    names = dict(zip(sorted(uses, key=lambda name: (-uses[name], name)), _letters(), strict=False))
    for element in root.iter():
        known = element.attrib.pop("id", None)
        if known in names:
            element.set("id", names[known])
        if HREF in element.attrib:
            element.set(HREF, f"#{names[str(element.attrib[HREF])[1:]]}")
        for name, value in list(element.attrib.items()):
            if "url(#" in str(value):
                element.set(name, re.sub(r"url\(#([^)]+)\)", lambda found: f"url(#{names[found[1]]})", str(value)))


def _unwrap(root: etree._Element) -> None:
    """Put what stands in a group without attributes in its place; drop groups and definitions that hold nothing."""
    for tag in ("g", "defs"):
        for group in reversed(list(root.iter(f"{{{SVG}}}{tag}"))):
            parent = group.getparent()
            if parent is None or (len(group) and (tag == "defs" or group.attrib)):
                continue
            place = parent.index(group)
            for child in reversed(list(group)):
                parent.insert(place, child)
            parent.remove(group)


def _classes(root: etree._Element) -> None:
    """Write each style that stands more than once as a class of one style sheet."""
    styles = Counter(element.attrib["style"] for element in root.iter() if "style" in element.attrib)
    often = sorted((style for style, n in styles.items() if n > 1), key=lambda style: (-styles[style], style))
    names = dict(zip(often, _letters(), strict=False))
    for element in root.iter():
        style = element.attrib.get("style")
        if style in names:
            del element.attrib["style"]
            element.set("class", names[style])
    sheet = next(iter(root.iter(f"{{{SVG}}}style")), None)
    if sheet is None:
        sheet = etree.SubElement(root, f"{{{SVG}}}style")
        root.insert(0, sheet)
    sheet.attrib.pop("type", None)
    # the selector * has no weight: a class, and a style of its own, win over it
    rules = [" ".join((sheet.text or "").split()).replace(": ", ":").replace("; ", ";")]
    sheet.text = "".join([*rules, *(f".{name}{{{style}}}" for style, name in names.items())])


def _trimmed(frame: re.Match[str]) -> str:
    """Cut the empty left margin off the size that the root element states."""
    width, between, height = float(frame[1]) - TRIMMED, frame[2], frame[3]
    return (
        f'width="{_short(width, PLACE)}pt"{between}viewBox="{_short(TRIMMED, PLACE)} 0 {_short(width, PLACE)} {height}"'
    )


def data_address(svg: bytes) -> str:
    """Write an SVG as an address that an image of a page can have; its own title and description stay out.

    An image's text is its ``alt``. Nothing of the file needs the file's host: it holds its letters as outlines.
    """
    text = re.sub(r"\A<\?xml[^>]*\?>\s*", "", svg.decode("utf-8").strip())
    text = re.sub(r"<(title|desc)>[^<]*</\1>", "", text)
    text = _FRAME.sub(_trimmed, text, count=1)
    text = text.replace(f' xmlns:xlink="{XLINK}"', "").replace("xlink:href=", "href=")
    if "'" not in text:  # a quotation mark would take three bytes
        text = text.replace('"', "'")
    return "data:image/svg+xml," + quote(re.sub(r">\s+<", "><", text), safe=PLAIN)
