"""Bodies: placeholders of failed scrapes, the lead that the body repeats, paragraphs that were run together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsframing.cleaning.log import ChangeLog

_WORD = re.compile(r"[^\W_]+")
#: what a scraper leaves where it found no text; each seen in a real corpus or in a service's documentation
_PLACEHOLDER = re.compile(
    r"(?:n/?a|nan|null|none|nil|tbd|-?\d{1,2}|untitled|no content|not available|content unavailable"
    r"|(?:this )?(?:content|video|page|article) (?:is )?(?:not|no longer) available(?: in your (?:country|region))?"
    r"|nothing found|page not found|404(?: not found)?|403 forbidden|access denied|view comments?|read more|loading"
    r"|please (?:enable|turn on) (?:javascript|cookies)[^\n]{0,200}|(?:you need to )?enable javascript[^\n]{0,200}"
    r"|(?:javascript|cookies) (?:is|are) (?:disabled|required)[^\n]{0,200}|are you a robot[^\n]{0,200}"
    r"|checking your browser[^\n]{0,200}|producer/host:[^\n]{0,80}|updated every monday[^\n]{0,80}"
    r"|subscribe to (?:read|continue)[^\n]{0,200}|we(?:'| a)re sorry[^\n]{0,100})",
    re.IGNORECASE,
)
#: what a page that asks for consent says to its reader; three of these, and the text is that page and no article
_CONSENT = (
    *("we use cookies", "our partners", "your consent", "your privacy", "your choices", "your personal data"),
    *("accept all", "reject all", "manage your", "manage preferences", "cookie policy", "cookie settings"),
    *("privacy policy", "before you continue", "by clicking"),
)
_LONGEST_CONSENT = 3000
_RUN_TOGETHER = re.compile(r"  (?<=[^\s,;]  ) *(?=[^\sa-z])")
_SPACES = re.compile(r" {2,}")
_AROUND_FEED = re.compile(r"[ ]*\n[ ]*")
_FEEDS = re.compile(r"\n{3,}")
_BEFORE_MARK = re.compile(r"\n? +(?=[,;.](?:\s|\Z))")
_MARK_APART = re.compile(r"[,;.](?<= .)(?=\s|\Z)")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)")
_LONE_HYPHENS = re.compile(r"-(?<=\s-)(?:\s+-+)+(?=\s)")
_SENTENCE_END = re.compile(r"[.!?…][\"')\]]{0,3}\s*\Z|\n\s*\Z|\A\s*\Z")
#: a body that stands in the column of the lead is far longer than any lead
_LONGEST_LEAD_WORDS = 120
#: fewer words can be repeated by chance
_FEWEST_LEAD_WORDS = 4
#: so many words of a lead are looked for before the text is walked through
_FIRST_WORDS = 4


def tidy(text: str, log: ChangeLog) -> str:
    """Set blanks and line ends: one blank between words, at most one empty line, paragraphs kept.

    Where a text has no line ends, two blanks before anything but a small letter mark the end of a paragraph.
    """
    if "  " in text and "\n" not in text:
        text, found = _RUN_TOGETHER.subn("\n", text)
        if found:
            log.add("paragraphs set apart", found)
    if "- -" in text:
        text = _LONE_HYPHENS.sub(" ", text)
    if "(" in text:
        text = _EMPTY_BRACKETS.sub("", text)
    if "  " in text:
        text = _SPACES.sub(" ", text)
    # a look at the few marks first: nearly every text has blanks before none of them
    if (" ," in text or " ." in text or " ;" in text) and _MARK_APART.search(text):
        text = _BEFORE_MARK.sub("", text)
    if " \n" in text or "\n " in text:
        text = _AROUND_FEED.sub("\n", text)
    if "\n\n\n" in text:
        text = _FEEDS.sub("\n\n", text)
    return text.strip()


def is_placeholder(text: str) -> bool:
    """Tell whether a text says nothing: no letter or digit, only what a failed scrape leaves, or a plea for consent."""
    stripped = text.strip().strip("-–—.*_| \n[]()\"'")
    if not _WORD.search(stripped) or _PLACEHOLDER.fullmatch(stripped) is not None:
        return True
    if len(stripped) > _LONGEST_CONSENT:
        return False
    lower = stripped.casefold()
    return sum(phrase in lower for phrase in _CONSENT) >= 3


def _positions(text: str, words: list[str]) -> tuple[int, int] | None:
    """Find the words in a row in a text, whatever stands between them: (start, end) in the text, or None."""
    folded = text.casefold()
    # a cheap look for the first words spares walking through nearly every text
    if not all(word in folded for word in words[:_FIRST_WORDS]):
        return None
    if len(folded) != len(text):
        # a letter that two letters take the place of: places in the one text are none in the other
        return _walked(text, words, (match.start() for match in _WORD.finditer(text)))
    return _walked(text, words, _places(folded, words[0]))


def _places(text: str, word: str) -> Iterator[int]:
    """Give the places where a word stands in a text, alone or at the start of another."""
    place = text.find(word)
    while place >= 0:
        if not place or _WORD.match(text[place - 1]) is None:
            yield place
        place = text.find(word, place + 1)


def _walked(text: str, words: list[str], places: Iterable[int]) -> tuple[int, int] | None:
    """Give start and end of the words in a row from the first place from which they can be walked through."""
    for start in places:
        end = start
        for number, match in enumerate(_WORD.finditer(text, start)):
            if (number == 0 and match.start() != start) or match.group().casefold() != words[number]:
                break
            end = match.end()
            if number + 1 == len(words):
                return start, end
    return None


def _without(body: str, start: int, end: int) -> str:
    """Cut a stretch out of a body with the punctuation that closes it."""
    closing = re.compile(r"[.!?…\"')\]:;,]*\s*").match(body, end)
    after = body[closing.end() if closing else end :]
    before = body[:start]
    opening = re.search(r"[\"'(\[–—-]+\Z", before)
    if opening:
        before = before[: opening.start()]
    joint = "\n" if "\n" in body[end : len(body) - len(after)] else " "
    return f"{before.rstrip()}{joint}{after}".strip() if before.strip() else after.strip()


def settle_lead(lead: str | None, body: str | None, log: ChangeLog) -> tuple[str | None, str | None]:
    """Let lead and body say each thing once: (lead, body).

    A lead that the body opens with, or repeats as whole sentences, is kept and cut from the body; one that the body
    holds within a sentence is dropped, as the sentence needs it. A lead with the length of an article whose body is
    missing is the body.
    """
    if lead and not body and len(lead.split()) > _LONGEST_LEAD_WORDS:
        log.add("body found in the column of the lead", len(lead))
        return None, lead
    if not lead or not body:
        return lead, body
    words = [match.group().casefold() for match in _WORD.finditer(lead)]
    if len(words) < _FEWEST_LEAD_WORDS:
        return lead, body
    if lead.rstrip().endswith(("...", "…")):
        return _settle_shortened(lead, body, words, log)
    span = _positions(body, words)
    if span is None:
        return lead, body
    start, end = span
    before, after = body[:start].rstrip(" \"'([–—-"), body[end:]
    if _SENTENCE_END.search(body[:start].rstrip("\"'( ") + " ") or not _WORD.search(before):
        whole = re.match(r"[\"')\]]{0,3}(?:[.!?…][\"')\]]{0,3}(?:\s|\Z)|\s*\n|\s*\Z)", after)
        if whole:
            log.add("lead cut from the body", end - start)
            return lead, _without(body, start, end) or None
    log.add("lead dropped, as a sentence of the body holds it", len(lead))
    return None, body


def _settle_shortened(lead: str, body: str, words: list[str], log: ChangeLog) -> tuple[str | None, str | None]:
    """Drop a lead that is only the body's opening, cut off in the middle of a word or sentence."""
    opening = [match.group().casefold() for match in _WORD.finditer(body[: 2 * len(lead) + 200])]
    if (
        len(opening) >= len(words)
        and opening[: len(words) - 1] == words[:-1]
        and opening[len(words) - 1].startswith(words[-1])
    ):
        log.add("lead dropped, as it is the body's opening cut short", len(lead))
        return None, body
    return lead, body
