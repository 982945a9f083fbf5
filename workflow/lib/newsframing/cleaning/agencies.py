"""News agencies that a text credits, at its end or in its dateline."""

from __future__ import annotations

import re

from newsframing.cleaning.log import ChangeLog

#: how agencies are written in credits, and one name for each
_NAMES = {
    "reuters": "Reuters",
    "rtr": "Reuters",
    "rtre": "Reuters",
    "afp": "AFP",
    "agence france-presse": "AFP",
    "ap": "AP",
    "associated press": "AP",
    "dpa": "dpa",
    "epa": "EPA",
    "xinhua": "Xinhua",
    "tass": "TASS",
    "kna": "KNA",
    "epd": "epd",
    "efe": "EFE",
    "sid": "SID",
    "ansa": "ANSA",
    "press association": "PA",
    "pti": "PTI",
    "ians": "IANS",
    "ani": "ANI",
    "upi": "UPI",
    "interfax": "Interfax",
    "news agencies": "news agencies",
    "agencies": "news agencies",
    "wires": "news agencies",
    "wire": "news agencies",
}
#: an agency that is itself the outlet is no credit
_OWN = {
    "tass.com": "TASS",
    "reuters.com": "Reuters",
    "apnews.com": "AP",
    "afp.com": "AFP",
    "xinhuanet.com": "Xinhua",
}
_AGENCY = "|".join(sorted((re.escape(name) for name in _NAMES), key=len, reverse=True))
_WORD = re.compile(rf"\b(?:{_AGENCY})\b", re.IGNORECASE)
_SOURCE_LINE = re.compile(r"(?:\s|(?<=[.!?\"')\]])|\A)Sources?:[ -]?([^\n.:]{2,80})\.?\s*\Z")
_INITIALS = re.compile(r"(?:\s|\A)[a-z]{2,4}(?:[/,] ?[a-z]{0,4}){0,8} ?\(([^()\n]{2,70})\)[ .-]*\Z")
_CREDIT = re.compile(rf"(?:\s|\A)\(((?:{_AGENCY})(?:(?:[,/]| and|,) ?(?:{_AGENCY})){{0,4}})\)\.?\s*\Z", re.IGNORECASE)
_CONTRIBUTING = re.compile(r"(?:(?<=[.!?\"')\]\n])|\A)\s*Contributing:\s*([^\n.]{2,120})\.?\s*\Z")
_IN_PART = re.compile(
    r"(?:(?<=[.!?\"')\]\n])|\A)\s*[•*-]?\s*(?:This (?:article|story|report) (?:is|was) (?:based|compiled)|Based)"
    r"(?: in part)? (?:on|from) (?:news )?(wire)[ -](?:service|news)?[^\n.]{0,40}\.?\s*\Z"
)
_DESK = re.compile(r"\s*\((?:Additional r|R)eporting by [^()\n]{3,300}\)\s*\Z")
_RIGHTS = re.compile(
    r"(?:©|\(c\)|Copyright)[^\n]{0,60}?(Associated Press|Reuters|AFP|Agence France-Presse|UPI)[^\n]{0,200}\Z", re.I
)
#: addresses under which an outlet prints its wire
_WIRE_SECTION = re.compile(r"/(?:wirestory|wire|wires|latest-news-wires|ap-news|afp)/", re.I)
_ALONE = re.compile(r"(?<=[.!?\"')])\s+(Xinhua|Reuters|AFP|Associated Press)\s*\Z")
_CONTRIBUTED = re.compile(
    r"(?:(?<=[.!?\"')\]])|(?<=\n)|\A)\s*(?:[^\n.?!\"]|(?<=\b[A-Z])\.){2,220}?"
    r" contributed (?:reporting )?to this (?:report|story|article)\.?\s*\Z"
)
_DATELINE = re.compile(r"\A[^\n()/]{0,60}(?:\((Reuters|AP|AFP)\)|/(TASS)/)")
#: what must stand in the tail, the pattern, whether it must name an agency
_CREDITS = (
    ("ource", _SOURCE_LINE, False),
    (")", _INITIALS, True),
    (")", _CREDIT, True),
    ("", _ALONE, True),
    (" contributed ", _CONTRIBUTED, False),
    ("Contributing:", _CONTRIBUTING, False),
    (" wire", _IN_PART, False),
)
#: credits are looked for in so many last characters
_TAIL_LENGTH = 400


def _named(text: str) -> list[str]:
    """Give the agencies named in a credit, each once, in the order of the credit."""
    return list(dict.fromkeys(_NAMES[match.group().lower()] for match in _WORD.finditer(text)))


_CREDIT_LINE = re.compile(r"contribut|\bwire\b|reporting by|\A\W*Sources?:|\A\s*\([^()]*\)\W*\Z", re.IGNORECASE)


def is_credit(text: str) -> bool:
    """Tell whether a line or sentence credits an agency, and not only names one (as the caption of a picture does)."""
    return _CREDIT_LINE.search(text) is not None and _WORD.search(text) is not None


def wire_section(url: str | None) -> str | None:
    """Tell from an address that the outlet printed the page as agency copy; which agency it does not say."""
    return "news agencies" if url and _WIRE_SECTION.search(url) else None


def cut_credit(body: str, outlet: str | None, log: ChangeLog) -> tuple[str, list[str]]:
    """Cut the line of credit off the end of a body: (body, agencies named in it).

    A dateline's agency is read as well, unless it is the outlet itself; the dateline is left for the boilerplate.
    """
    agencies: list[str] = []
    tail = body[-_TAIL_LENGTH:]
    if match := _RIGHTS.search(tail):
        agencies += _named(match.group(1))
    # only one agency lists its desk in this way, so that the list is its credit wherever it stands
    if "eporting by " in tail and (match := _DESK.search(body, max(0, len(body) - _TAIL_LENGTH))):
        agencies.append("Reuters")
        log.add("line of credit cut", len(match.group()))
        body = body[: match.start()].rstrip()
    for needle, pattern, must_name in _CREDITS:
        start = max(0, len(body) - _TAIL_LENGTH)
        if needle not in body[start:]:
            continue
        match = pattern.search(body, start)
        if match is None or match.start() == 0:
            continue
        named = _named(match.group(1) if match.groups() else match.group())
        if must_name and not named:
            continue
        agencies += named
        log.add("line of credit cut", len(match.group()))
        body = body[: match.start()].rstrip()
    dateline = _DATELINE.match(body)
    if dateline:
        agencies += _named(dateline.group(1) or dateline.group(2))
    return body, [name for name in dict.fromkeys(agencies) if name != _OWN.get(outlet or "")]
