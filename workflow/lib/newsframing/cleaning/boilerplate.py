"""Lines that belong to the page and not to the article, each group with the reason why it may be cut.

The patterns were drawn from sentences that recur across the articles of one outlet. Each runs only where its needle
stands, every repetition in it is bounded, and those that end with the text (``_END``) can only cut its tail.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from newsframing.cleaning.log import ChangeLog


class Boilerplate(NamedTuple):
    """What a cut counts as, a word that must be there for it, the pattern, and whether it opens a sentence or line."""

    change: str
    needle: str
    pattern: re.Pattern[str]
    opens: bool


_END = r"\s*\Z"
#: marks a pattern that must stand at the start of a sentence or line; looked at only where the pattern matched
_START = "<start>"
_BEFORE_START = frozenset(".!?\"')]:\n")

#: datelines: place, date and agency before the first sentence say where a text was filed, not what it says
_DATELINES = {
    "(CNN": [r"(?:\A|(?<=\n))[^\n(]{0,60}\(CNN[^()]{0,20}\)\s*(?:[-–—]+\s*)?"],
    "/TASS/": [r"(?:\A|(?<=\n))[^\n/]{2,60}/TASS/\.?\s*", r"\s?/TASS/\.?"],
    "(Reuters)": [r"\A[A-Z][^\n()]{0,60}\(Reuters\)\s*[-–—]+\s*"],
    "(AP)": [r"\A[A-Z][^\n()]{0,60}\(AP\)\s*[-–—]+\s*"],
    "(AFP)": [r"\A[A-Z][^\n()]{0,60}\(AFP\)\s*[-–—]+\s*"],
    "-": [r"\A[A-Z][A-Za-z .']{1,30}, [A-Z][A-Za-z .,'-]{2,40}\s-{1,2}\s?(?=[A-Z\"])"],
    "–": [r"\A[A-Z]{3}[A-Z .,]{0,30}\s–\s(?=[A-Z\"])"],
}
#: how the newsletters of one site advertise themselves behind its articles
_PITCHES = "|".join(
    (
        r"How will (?:Donald )?Trump's (?:first 100 days|administration) impact",
        r"Subscribe, choose the community",
        r"The Morning Email helps",
        r"The Huffington Post's Weird News email",
        r"HuffPost (?:Entertainment|Lifestyle) is",
        r"Start your workday the right way",
        r"Don't be the last to watch",
        r"Don't miss out – be",
        r"THE spot for your favorite",
        r"The truth is stranger than fiction",
        r"Step into the world of weird",
        r"Start here, with the latest",
        r"Level up\. Read THIS",
        r"We're (?:basically your best friend|spilling the tea)",
        r"All the meal hacks",
        r"You're welcome",
        r"Never miss a (?:thing|beat)",
        r"Get exclusive interviews where",
        r"Stay plugged in",
        r"The reality of being a woman",
        r"Every Friday, HuffPost's",
        r"Each Sunday, we will bring",
        r"Sign up for up-to-the-minute",
        r"Your daily dose of",
    )
)
_BOXES = {
    "Share this slide": [r"\s*Share this slide:[^\n]{0,600}\Z", r"\s*Share this slide:"],
    "information you want to share": [
        r"\s*Do you have information you want to share with the Huffington Post\?\s*(?:Here's how\.?)?"
    ],
    "Learn more": [r"(?<=[.!?\"')\s])\s*Learn more" + _END],
    "ign up": [
        _START + r"(?:Want more updates from [^?\n]{2,60}\?\s*)?Sign up[ -](?:here|for|to)\b[^.!\n]{0,200}[.!]",
        _START + r"Click here to sign up!?" + _END,
    ],
    "ewsletter": [
        _START + r"(?:\(And )?[Ww]ant to get [^\n]{0,200}?newsletter[^.!\n]{0,60}[.!]\)?",
        _START + r"(?:Subscribe|Sign up) to [^.!\n]{0,160}newsletter[^.!\n]{0,120}(?:[.!]|\Z)",
        r"(?:\n|\A)[ ]*(?:Sign up for Daily Newsletters|Manage Newsletters)[ ]*(?=\n|\Z)",
        _START + r"Get latest scores and headlines[^.\n]{0,160}\.",
    ],
    "inbox": [r"\s*Get news from the BBC in your inbox[^\n]{0,60}" + _END],
    "ubscribe": [
        _START + r"Subscribe to (?:our|the|The)\b[^.!\n]{0,160}(?:[Ee]mail|podcast)[^.!\n]{0,120}(?:[.!:]|\Z)"
    ],
    "Share this with": [
        r"Share this with(?:\s+(?:Email|Facebook|Messenger|Twitter|Pinterest|WhatsApp|LinkedIn|Copy this link))*"
    ],
    "Newsvine": [r"\s*Send Facebook Twitter Google\+? [A-Za-z ]{0,80}Permalink"],
    "ollow ": [
        _START + r"Follow (?:us|him|her|them|[A-Z]\w+(?: [A-Z]\w+)?|@\w+) on "
        r"(?:Facebook|Twitter|Instagram|Snapchat)[^.\n]{0,160}(?:\.|\Z)"
    ],
    "Like us": [_START + r"Like us on Facebook[^.\n]{0,120}(?:\.|\Z)"],
}
#: appeals to readers and lists of ways to reach the newsroom
_CALLS = {
    "Please include": [r"\s*Please include a (?:contact|telephone) number if you are willing to[^.\n]{0,120}\."],
    "following ways": [
        r"\s*(?:Or |You can also )(?:please )?(?:contact us|upload)[^.:\n]{0,80}in the following ways:?[^\n]{0,300}"
        + _END
    ],
    "by emailing": [_START + r"(?:[^.?!\n]{0,120}\?\s*)?[A-Z][^.?!\n]{0,100} by emailing ?\.?(?=\s|\Z)"],
    "know about your experiences": [_START + r"Let us know about your experiences[^\n]{0,80}" + _END],
    "story suggestion": [r"\s*If you have a story suggestion[^\n]{0,100}" + _END],
    "with your stories": [_START + r"E-?mail\s+with your stories\.?"],
    "getinspired": [r"\s*For more ideas, information and inspiration, visit[^\n]{0,60}" + _END],
    "into football": [r"\s*How to get into football - [^.\n]{0,160}\.?"],
    "latest rumours": [r"\s*The latest rumours and stories from around the world of football\.?"],
    "best debate": [r"\s*Enjoy the best debate, analysis and interviews with 5 live[^.\n]{0,120}\.?"],
    "week of coverage": [r"\s*A week of coverage by BBC News[^.\n]{0,160}\.?" + _END],
    "onfidential": [
        _START + r"[A-Z](?:[^.?!\n]|\.(?=\d)){0,240}\b[Gg]arda[ -][Cc]onfidential(?: Telephone)? Line"
        r"[^.?!\n]{0,60}(?:\.|\Z)"
    ],
    "garda station": [_START + r"Anyone with information is asked to contact [^\n]{0,200}garda station\.?" + _END],
}
#: links to other pieces, between paragraphs or behind the text
_LINKS = {
    "READ MORE": [r"\s*\bREAD MORE\b(?:\s*:\s*[^.?!\n]{5,110}(?:[?!\n]|\Z))?"],
    "READ:": [r"\s*\bREAD:\s*[^.?!\n]{5,110}(?:[?!\n]|\Z)"],
    "RELATED": [r"(?:\n|\A|\s)RELATED(?: COVERAGE| STORIES| ARTICLES)?:[^.?!\n]{0,120}(?:[.?!\n]|\Z)"],
    "Read more": [
        _START + r"Read more\s*:[^.?!\n]{0,120}(?:[.?!]|(?=\n)|\Z)",
        r"(?:\n|\A)Read more[ .:…»>]*(?=\n|\Z)",
    ],
    "Read also": [_START + r"Read also\s*:[^.?!\n]{0,120}(?:[.?!]|(?=\n)|\Z)"],
    "See more": [r"(?:\n|\A)See more[ .:…»>]*(?=\n|\Z)"],
    " full ": [_START + r"Read (?:the|[A-Z][a-z]+'s|this) full (?:feature )?(?:article|story)[^.\n]{0,40}\.?"],
    " original ": [_START + r"Read (?:the|[A-Z][a-z]+'s|this) original (?:feature )?(?:article|story)[^.\n]{0,40}\.?"],
    "highlights": [r"(?:\A|\n)\s*Story highlights?:?\s*"],
    "HIGHLIGHTS": [r"(?:\A|\n)\s*STORY HIGHLIGHTS:?\s*"],
}
#: words of the player, the picture box and the editing system
_PAGE = {
    "playback": [r"Media playback is (?:unsupported|not supported) on (?:your|this) device\s*"],
    "JUST WATCHED": [
        r"\s*JUST WATCHED [^\n]{0,160}? Replay More Videos \.\.\.",
        r"\s*JUST WATCHED [^\n]{0,160}(?=\n|\Z)",
    ],
    "MUST WATCH": [r"\s*MUST WATCH [^\n]{0,160}?(?:\d{2}:\d{2}|(?=\n|\Z))"],
    "Hide Caption": [r"\s*Hide Caption \d{1,3} of \d{1,3}"],
    "toggle caption": [r"\s*Enlarge this image toggle caption [^\n]{0,160}(?=\n|\Z)"],
    "Slideshow (": [r"\s*Slideshow \(\d{1,3} Images?\)"],
    "aption": [r"(?:Image|Media) caption\s+"],
    "mage copyright": [r"Image copyright\s+"],
    "View ": [r"(?:\n|\A|\s)View [Cc]omments?" + _END],
    "via GIPHY": [r"\s*\bvia GIPHY\b"],
    "dvertisement": [r"(?:\n|\A)\s*Advertisement\s*(?=\n|\Z)"],
    "Copyright": [r"\s*(?:©|\(c\))?\s*Copyright (?:©|\(c\)|@)?\s*\d{4}[^\n]{0,160}" + _END],
    "has been updated": [_START + r"This (?:story|post|article) has been updated[^.\n]{0,120}\."],
    "oping story": [
        _START + r"This is a (?:developing|breaking) (?:news )?story[^\n.]{0,80}\."
        r"(?:\s*(?:Please )?[Cc]heck back[^.\n]{0,60}\.)?"
    ],
}
#: galleries of pictures and captions that end with the credit of the picture: a paragraph each
_CAPTIONS = {
    "Photos: ": [r"(?:\A|(?<=\n))Photos: (?=[^\n]{0,400}Photos: )[^\n]*"],
    "(Photo: ": [r"(?:\A|(?<=\n))[^\n]{0,350}?\(Photo: [^()\n]{2,80}\)[ ]*(?:Story [Hh]ighlights:?|(?=\n|\Z))"],
    "Photo: ": [r"(?:\A|(?<=\n))[^\n]{0,350}?\bPhoto: [^\n.?!]{2,70}(?=\n|\Z)"],
}
#: credits of pictures, page numbers of print editions, disclaimers of the publisher
_AGENCY = r"(?:China [Dd]aily|Xinhua|Reuters|AFP|AP|Getty Images|EPA|Agence France-Presse)"
_CREDITS = {
    "/20": [r"\s*\(\s?China Daily[^()\n]{0,40}\d{2}/\d{2}/\d{4}[^()\n]{0,20}\)\s*"],
    "hina Daily": [
        r"(?:(?:Photos?|Photographs?|Images?)\s+)?[Pp]rovided to China Daily\b\.?",
        r"\s*The (?:author|writer) is an? [^.\n]{0,200}China Daily[^.\n]{0,40}\.",
    ],
    " / ": [rf"(?<=[\n. ])(?:[A-Z][\w'-]+ ){{1,3}}/ (?:For )?{_AGENCY}(?:\b\.?)"],
    "not necessarily": [
        r"\s*(?:The|These) (?:views|opinions)(?: expressed)?(?: (?:in this (?:article|piece)|here))?"
        r"(?: are (?:the (?:author|writer)s?'?s? own|those of the (?:author|writer)s?) and)?"
        r" do(?:es)? not necessarily (?:reflect|represent) [^.\n]{0,80}\.?"
    ],
    "not responsible": [r"(?:\s|-)*TASS is not responsible for the material quoted in the[ -]press reviews\.?"],
}


def _tails() -> list[Boilerplate]:
    """Make the pattern of newsletters' pitches, which may stand in a row at the end of a text."""
    pattern = re.compile(rf"(?:\s|(?<=[.!?\"')\]\s]))(?:{_PITCHES})\b[^\n]{{0,500}}\Z")
    return [Boilerplate("newsletter and sharing boxes cut", "", pattern, False)]


def _patterns() -> tuple[Boilerplate, ...]:
    groups = {
        "links to other pieces cut": _LINKS,
        "newsletter and sharing boxes cut": _BOXES,
        "calls to readers cut": _CALLS,
        "words of the page cut": _PAGE,
        "captions of pictures cut": _CAPTIONS,
        "credits and page numbers cut": _CREDITS,
        "dateline cut": _DATELINES,
    }
    return tuple(
        Boilerplate(change, needle, re.compile(pattern.removeprefix(_START)), pattern.startswith(_START))
        for change, group in groups.items()
        for needle, patterns in group.items()
        for pattern in patterns
    )


PATTERNS = _patterns()


def _by_needle() -> tuple[tuple[str, bool, tuple[Boilerplate, ...]], ...]:
    """Group patterns by their needle, which is then looked for once; where all
    of a group end with the text, only there."""
    groups: dict[str, list[Boilerplate]] = {}
    for boilerplate in PATTERNS:
        groups.setdefault(boilerplate.needle, []).append(boilerplate)
    return tuple(
        (needle, all(each.pattern.pattern.endswith(_END) for each in group), tuple(group))
        for needle, group in groups.items()
    )


_GROUPS = _by_needle()
#: no pattern that ends with the text is longer than this
_LONGEST_END = 1200
_TAILS = _tails()
#: what one site puts behind its articles is looked for in so many last characters, and only where its name stands
_TAIL_LENGTH = 700


def _cut_openings(change: str, pattern: re.Pattern[str], text: str, log: ChangeLog, place: int = 0) -> str:
    """Cut every match from a place on that opens a sentence or line, with the blanks before it."""
    pieces: list[str] = []
    done, place = 0, max(0, place)
    while match := pattern.search(text, place):
        start = match.start()
        while start > done and text[start - 1] == " ":
            start -= 1
        if (start == 0 or text[start - 1] in _BEFORE_START) and match.end() > match.start():
            pieces.append(text[done:start])
            log.add(change, match.end() - start)
            done = place = match.end()
        else:
            place = match.start() + 1
    return "".join([*pieces, text[done:]])


def cut_boilerplate(
    text: str,
    log: ChangeLog,
    *,
    pitches: bool = False,
    met: set[str] | None = None,
    among: set[str] | None = None,
) -> str:
    """Cut what belongs to the page; ``pitches`` also cuts the newsletters advertised at the end of the text.

    The needles that stand in the text are added to ``met``. A second look at a text can go ``among`` these: but for
    those that must stand at its end, no others are then looked for.
    """
    tail = text[-_LONGEST_END:]
    for needle, at_end, group in _GROUPS:
        if at_end:
            if needle not in tail:
                continue
        elif (among is not None and needle not in among) or needle not in text:
            continue
        elif met is not None:
            met.add(needle)
        for change, _, pattern, opens in group:
            if opens:
                text = _cut_openings(change, pattern, text, log, len(text) - _LONGEST_END if at_end else 0)
            elif not at_end:
                text = log.sub(change, pattern, "", text)
            elif match := pattern.search(text, max(0, len(text) - _LONGEST_END)):
                log.add(change, match.end() - match.start())
                text = text[: match.start()]
        tail = text[-_LONGEST_END:]
    if pitches:
        head, tail = text[:-_TAIL_LENGTH], text[-_TAIL_LENGTH:]
        for boilerplate in _TAILS:
            tail = log.sub(boilerplate.change, boilerplate.pattern, "", tail)
        text = head + tail
    return text.strip()
