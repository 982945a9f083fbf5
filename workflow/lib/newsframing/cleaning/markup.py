"""Markup that is no text: HTML, markdown, addresses, marks of truncation, tails of collectors, missing texts."""

from __future__ import annotations

import html
import re

from newsframing.cleaning.log import ChangeLog

#: what opens a stretch that is no text, by the end that closes it; each is found by a search of its own, as one pattern
#: over both would start again at every opening that is never closed
_HIDDEN = re.compile(r"<(?:(script|style|noscript|iframe|svg)\b[^<>]{0,2000}>|!--)", re.IGNORECASE)
_CLOSED = {
    name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "noscript", "iframe", "svg")
} | {"": re.compile("-->")}
_BLOCK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|article|blockquote|hr)\b[^<>]{0,2000}>", re.IGNORECASE
)
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|cite|code|del|dd|dl|dt|em|figcaption|figure|font|footer|form|header|i|img|input|ins|label|main"
    r"|mark|nav|object|pre|q|s|small|source|span|strike|strong|sub|sup|tbody|td|th|thead|time|u|video|audio|wbr|html|head"
    r"|body|meta|link|title|button|embed|param|script|style|noscript|iframe|svg|aside)\b(?:[^<>]{0,2000}>|[^<>]{0,200}\Z)",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\s]{0,2000}(?:\s+\"[^\"\n]{0,300}\")?\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\s]{1,2000}(?:\s+\"[^\"\n]{0,300}\")?\)")
_STRONG = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,500}?)(?<=[^\s*])\1(?![\w*])")
_UNDERLINED = re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_\n]{1,500}?)(?<=[^\s_])\1(?![\w_])")
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(?=\S)", re.MULTILINE)
_QUOTED = re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:[*_-][ \t]*){3,}$", re.MULTILINE)
_STARS = re.compile(r"(?<=\s)\*{3,}(?=\s)")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]{2,2000}|\bpic\.twitter\.com/\w{1,20}|\bt\.co/\w{1,20}")
_MAIL = re.compile(r"(?:Contact the writers? (?:at|through) )?\b[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{2,30}){1,3}\b")
#: what every mail address holds, looked for first: a name before a network's mark ("@reader") is none
_MAIL_MARK = re.compile(r"@(?<=[\w.+-]@)[\w-]{1,60}\.")

#: tails are looked for in so many last characters
_TAIL = 200
_COLLECTOR_TAIL = re.compile(r"(?:\n|\A|(?<=[.!?\"”]))[ \t]*Source:[ \t]*NewsAPI\b[^\n]{0,80}\s*\Z", re.IGNORECASE)
_TRUNCATED = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\s*\+\s*\d{1,9}\s*(?:chars?|characters?)\s*\]\s*\Z", re.IGNORECASE)
_REMOVED = re.compile(r"\s*\[(?:removed|deleted)\]\s*\Z", re.IGNORECASE)


def _decoded(text: str) -> str:
    """Decode the entities that end with a semicolon; the rest ("AT&T", "?a=1&copy=2") is text."""
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text)


def _without_hidden(text: str, log: ChangeLog) -> str:
    """Take out scripts, styles and comments with all they hold; an opening that is never closed hides nothing."""
    pieces: list[str] = []
    done = place = 0
    never: set[str] = set()
    while match := _HIDDEN.search(text, place):
        name = (match[1] or "").lower()
        end = None if name in never else _CLOSED[name].search(text, match.end())
        if end is None:
            never.add(name)
            place = match.end()
            continue
        pieces += [text[done : match.start()], "\n" if name else ""]
        log.add("HTML removed", end.end() - match.start())
        done = place = end.end()
    return "".join([*pieces, text[done:]])


def strip_markup(text: str, log: ChangeLog) -> str:
    """Take markup out of a text and keep what it marked; block elements become line feeds."""
    if "<" in text:
        text = _without_hidden(text, log)
        text = log.sub("HTML removed", _BLOCK, "\n", text)
        text = log.sub("HTML removed", _TAG, "", text)
    if "&" in text and _ENTITY.search(text):
        # twice, as collectors escape what was escaped ("&amp;quot;")
        decoded = _decoded(_decoded(text))
        if decoded != text:
            log.add("HTML entities decoded", len(text) - len(decoded))
            text = decoded.replace("\xa0", " ")
    if "](" in text:
        text = log.sub("markdown removed", _IMAGE, "", text)
        text = log.sub("markdown removed", _LINK, r"\1", text)
    if "*" in text:
        text = log.sub("markdown removed", _RULE, "", text)
        text = log.sub("markdown removed", _STRONG, r"\2", text)
        text = log.sub("markdown removed", _STARS, "\n", text)
    if "_" in text:
        text = log.sub("markdown removed", _UNDERLINED, r"\2", text)
    if "#" in text:
        text = log.sub("markdown removed", _HEADING, "", text)
    if ">" in text:
        text = log.sub("markdown removed", _QUOTED, "", text)
    if "http" in text or "www." in text or ".com/" in text or "t.co/" in text:
        text = log.sub("web addresses removed", _ADDRESS, "", text)
    if "@" in text and _MAIL_MARK.search(text):
        text = log.sub("mail addresses removed", _MAIL, "", text)
    return text


def strip_tails(text: str, log: ChangeLog) -> tuple[str, bool]:
    """Cut collectors' tails; also tell whether the text had been cut short ("[+1234 chars]")."""
    if "NewsAPI" in text[-_TAIL:]:
        text = log.sub("collector's source line cut", _COLLECTOR_TAIL, "", text)
    if "]" not in text[-_TAIL:]:
        return text, False
    shortened = log.sub("mark of truncation cut", _TRUNCATED, "", text)
    return shortened, shortened != text


def is_removed(text: str) -> bool:
    """Tell whether a service put a placeholder where the text was ("[Removed]")."""
    return _REMOVED.match(text) is not None
