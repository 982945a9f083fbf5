"""Repair of texts whose encoding was damaged on the way: mojibake, lost quotes and dashes, lost accented letters.

Mojibake (UTF-8 read as Windows-1252) is repaired by ftfy (Speer 2019), which is slow and so runs only on texts that a
cheap test suspects. A second kind, met in the default corpus, is beyond it: typographic quotes, dashes and blanks were
read in an East Asian encoding and written back with a quote, a hyphen, a question mark or U+FFFD in their place. What
context settles is put back (an apostrophe in "don"t", a dash between blanks, a closing quote); what it does not is
dropped. Texts without these marks are not touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import ftfy

from newsframing.cleaning.lexicon import DAMAGED_WORDS
from newsframing.cleaning.log import ChangeLog

#: lead bytes of UTF-8 as Windows-1252 shows them, followed by what can be a second byte; a quote or dash is one only
#: where a small letter follows ("Ã–sterreich"), as capitals end before them in sound Portuguese ("IRMÔ –")
_MOJIBAKE = re.compile("[ÂÃâðÅÄÐÑ](?:[\u0080-\u00bf€™œžŸŠŽš†‡ˆ‰Œ˜]|[‚„…‹•–—›‘’“”](?=[a-zà-ÿ]))|â€|ï»¿")
#: the letters with which it begins, cheap to look for one by one
_SUSPECTS = "ÂÃâðÅÄÐÑï"
_FTFY = ftfy.TextFixerConfig(unescape_html=False, explain=False)

#: joiners belong to the spelling of Persian, Urdu, Hindi and others: they go only behind an ASCII character
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u00ad]"
    "|[\u200c\u200d](?<![^\x00-\x7f][\u200c\u200d])"
)
_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_MARKS = {
    "‘": "'",
    "’": "'",
    "‚": "'",
    "‛": "'",
    "´": "'",
    "`": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "‟": '"',
    "«": '"',
    "»": '"',
} | {"‐": "-", "‑": "-", "‒": "–", "―": "—", "−": "-", "…": "...", "ʼ": "'", "′": "'", "″": '"'}
_ODD_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"

# -- what the second kind of damage looks like, and nothing in a sound text does
# (patterns begin with the mark itself, and look back from there, so that the engine can leap from mark to mark)
# (a question mark behind a closing quote and before a blank is sound: did he say "no"? she asked)
_LOST_QUOTE = re.compile(
    r"\'(?<=(?:[Ww]e|ou|ey)\')r\b"
    r'|"(?:\?(?=[\w(#@$]|"\w|,["A-Z])|(?<= ")\?(?= )|�|(?<=,-1")|(?<=\w")(?:t|re|ve|ll)\b)'
)
_RECORD_RESIDUE = re.compile(r'"?\??,-1"\s*\Z|\s-1\s*\Z')
_CONTRACTION = re.compile(r"[\"�](?<=\w.)\??(?=(?:t|re|ve|ll|d|m|s)\b)|\"(?<=\b[A-Z]\")(?=[a-z]{3})")
_NEGATION = re.compile(r" \"(?<=n \")[?�]+ ?(?=t\b)")
#: letters that were swallowed with the mark before them: "we'r", and a word's beginning after a closing quote
_WE_ARE = re.compile(r"'(?<=(?:we|We|ou|ey)')r\b")
_SWALLOWED = ((re.compile(r"\"(?<=\w\")nd (?=\w)"), '" and '), (re.compile(r"\"(?<=\w\")ut (?=\w)"), '" but '))
#: a quote that opens was never written with a question mark, so that after a blank the two were a dash
_DASH = re.compile(r'"(?<=[^"]\s")[?�]+\s*(?=\S)')
_DASH_WITHIN = re.compile(r'"(?<=\w")�+\s*(?=[a-z])')
_OPENING = re.compile(r'"(?<![^\s("]")�+(?=\w)')
_CLOSING = re.compile(r'"(?<=[^\s"]")[?�]+')
_BEFORE_SMALL = re.compile(r'"(?<=\w")\?(?= [a-z])')
_TWO_QUOTES = re.compile(r'""(?<=[.!?,]"")(?=\w)')
_STRAY = re.compile(r'"[?�]+')
_LOOK_BACK = 400

_HOLE = re.compile(r"�{1,2}|\?(?<=[a-zA-Z\s(\"]\?)(?=[a-z])")
_QUESTIONED = re.compile(r"\?(?=[a-z])(?<=[a-zA-Z\s(\"]\?)")
_LETTERS_BEFORE = re.compile(r"(?:[^\W\d_]|�{1,2}|\?(?=[a-z])){0,30}\Z")
_LETTERS_AFTER = re.compile(r"(?:[^\W\d_]|�|(?<=[a-zA-Z])\?(?=[a-z])){0,30}")
#: "what is RT?" is a sound question about another broadcaster
_SURELY_BROADCASTER = re.compile(
    r"RT\?(?:'s| (?:News|Radio|Sport|One|Two|Investigates))|\b(?:told|on|by) RT\? (?=[a-z])"
)
_BROADCASTER = re.compile(r"\bRT(?:\?|��?)(?= [A-Z]|'s|, | [a-z])")
_HOLES = re.compile(r"�{1,2}|\?")
_REPLACEMENT = re.compile("�+")

# -- no-break spaces that became hyphens
#: (a hyphen behind the last point of an abbreviation, "U.S.-led", is one)
#: (and one behind a quote or bracket may join a word to it, so that neither shows damage by itself)
_LOST_BLANK = re.compile(
    r"-(?:(?<=[a-z0-9]{2}[.!?]-)(?<!Inc\.-)(?<!orp\.-)(?<!Ltd\.-)|(?<=[a-z]{2}[.!?]\"-)|(?<=[\")][.!?]-)|(?<=[.!?]-)(?=-))"
    r"(?:\s|[A-Z\"\[-]|\Z)|-(?<=\.m\.-)(?=[a-z])"
    r"|-(?:(?<=\s[Tt]he-)(?!then)|(?<=\sthat-)|(?<=\swho-)|(?<=\sthey-)|(?<=\swith-)|(?<=\sthan-))(?=[a-z]{2})"
)
_AFTER_STOP = re.compile(
    r"-(?<![A-Z]\.-)(?<=[.!?:;,\"”)\]]-)-*(?:\s+-+)*(?: |(?=\n)|\Z|(?=[A-Z\"“(\[]))|-(?<=\.m\.-)(?=[a-z])"
)
_AFTER_WORD = re.compile(r"-(?<=\w-)(?=\s)(?!\s+(?:and|or|to|nor|versus|but|as well)\b)")
_LONE = re.compile(r"-(?<=\s-)-*(?:\s+-+)+(?=\s|\Z)")
#: the hyphen is looked for, which is rare, and only then the word before it: a pattern that begins with the word is
#: tried at every letter of a text
_JOINED = re.compile(r"(?<![\w-])[A-Za-z]{1,20}\Z")
_LONGEST_JOINED = 20
_LITTLE_WORDS = """
a an the The This That and or but of that which who has have had is are was were been his her their its our from into
than said says will would could should they we with as also this these about when where while because being did does
may might
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
_HYPHEN_WORD = re.compile(r"-(?=[^\W\d_]+\b(?!-))")
_PREPOSITIONS = "in on by at for to against under between after before not he she it"
_BEFORE_NAMES = frozenset(_PREPOSITIONS.split())
_HYPHEN_CAPITAL = re.compile(r"-(?=[A-Z])")
#: a longer word in small letters before a name was joined to it by a lost blank, but for what does take a hyphen
_PREFIXES = """
anti post then intra trans majority minority early late under over half cross east west north south near like ultra
super inter multi self vice once solicitor attorney governor director general neutral single
"""
_TAKE_HYPHEN = frozenset(_PREFIXES.split())
_HYPHEN_NAME = re.compile(r"-(?=[A-Z][a-z])(?<=[a-z]{4}-)")
_POSSESSIVE = re.compile(r"-(?<='s-)(?=\w)")
_AFTER_HYPHEN = re.compile(
    r"-(?<=[^\W\d_]-)(?=(?:the|and|of|that|which|has|have|had|is|are|was|were|said|says|will|would|his|her|their|its|from|"
    r"with|into|than|as|because|while|when|where|they|we|this|but)\b(?!-))"
)


def repair_mojibake(text: str, log: ChangeLog) -> str:
    """Repair UTF-8 that was read as Windows-1252, line by line; it comes first, as it shows in typographic marks."""
    if text.isascii() or not any(map(text.__contains__, _SUSPECTS)) or _MOJIBAKE.search(text) is None:
        return text
    lines = text.split("\n")
    changed = 0
    for number, line in enumerate(lines):
        if _MOJIBAKE.search(line) and (fixed := ftfy.fix_encoding(line, _FTFY)) != line:
            changed += sum(a != b for a, b in zip(fixed, line, strict=False))
            lines[number] = fixed
    if changed:
        log.add("mojibake repaired", changed)
    return "\n".join(lines)


def repair_encoding(text: str, log: ChangeLog) -> str:
    """Repair what damage to the encoding left; a sound text comes back as it was, but for control characters.

    Mojibake must have been repaired before (``repair_mojibake``), quotes and dashes be written one way (``normalise``).
    """
    if not text.replace("\n", " ").isprintable():
        text = log.sub("control characters dropped", _CONTROL, "", text)
    if "�" in text or ("?" in text and _QUESTIONED.search(text)) or "RT?" in text:
        text = _restore_letters(text, log)
    if _LOST_QUOTE.search(text):
        text = _restore_quotes(text, log)
    if _LOST_BLANK.search(text):
        text = _restore_blanks(text, log)
    if "�" in text:
        text = log.sub("unreadable characters dropped", _REPLACEMENT, "", text)
    return text


def normalise(text: str, log: ChangeLog) -> str:
    """Write quotes and dashes one way, line ends as line feeds, all blanks as a space; compose accents (NFC)."""
    # one `in` a character is far cheaper than one pattern for all: nearly every text holds only a few of them
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    for mark in _LINE_ENDS if not text.isascii() else _LINE_ENDS[:3]:
        if mark in text:
            text = text.replace(mark, "\n")
    if "\t" in text:
        text = text.replace("\t", " ")
    found = 0
    for mark, plain in _MARKS.items():
        if mark in text:
            found += text.count(mark)
            text = text.replace(mark, plain)
    if found:
        log.add("quotes and dashes written one way", found)
    if text.isascii():
        return text
    for blank in _ODD_BLANKS:
        if blank in text:
            text = text.replace(blank, " ")
    return unicodedata.normalize("NFC", text)


def _restore_letters(text: str, log: ChangeLog) -> str:
    """Put the accented letters of well-known words back into their holes ("F??il")."""
    restored = 0
    pieces: list[str] = []
    done = 0
    for match in _HOLE.finditer(text):
        if match.start() < done:
            continue
        before = _LETTERS_BEFORE.search(text, max(done, match.start() - 30), match.start())
        after = _LETTERS_AFTER.match(text, match.end())
        start, end = before.start() if before else match.start(), after.end() if after else match.end()
        word = _HOLES.sub("?", text[start:end])
        known = DAMAGED_WORDS.get(word)
        if known:
            pieces += [text[done:start], known]
            done = end
            restored += 1
    text = "".join([*pieces, text[done:]])
    if "RT" in text and (restored or "�" in text or _SURELY_BROADCASTER.search(text)):
        text, found = _BROADCASTER.subn("RTÉ", text)
        restored += found
    if restored:
        log.add("accented letters put back", restored)
    return text


def _inside_quote(text: str, place: int) -> bool:
    """Tell whether a quote that was opened a little before this place is still open."""
    before = text.rfind('"', max(0, place - _LOOK_BACK), place)
    if before < 0:
        return False
    opens_after = before == 0 or text[before - 1] in " \n\t(—–-["
    return opens_after and before + 1 < len(text) and not text[before + 1].isspace()


def _restore_quotes(text: str, log: ChangeLog) -> str:
    """Put apostrophes, dashes and quotes back where the context says which of them it was."""
    change = "lost quotes and dashes put back"
    if "-1" in text[-8:]:
        text = log.sub(
            "residue of records dropped", _RECORD_RESIDUE, '"' if text.rstrip().endswith(',-1"') else "", text
        )
    text = log.sub(change, _NEGATION, "'", text)
    text = log.sub(change, _CONTRACTION, "'", text)
    text = log.sub(change, _WE_ARE, "'re", text)
    for pattern, word in _SWALLOWED:
        text = log.sub(change, pattern, word, text)
    text = log.sub(change, _TWO_QUOTES, '" "', text)
    text = log.sub(change, _OPENING, '"', text)
    text = log.sub(change, _DASH, "– ", text)
    text = log.sub(change, _DASH_WITHIN, " – ", text)
    pieces: list[str] = []
    done = matched = 0
    for match in _CLOSING.finditer(text):
        matched += len(match.group())
        before, after = text[match.start() - 1], text[match.end() : match.end() + 1]
        possessive = before in "sz" and after.isalpha() and not _inside_quote(text, match.start())
        blank = " " if after.isalnum() or (after in ('"', "(", "#", "@", "$") and after) else ""
        pieces += [text[done : match.start()], "'" if possessive else '"', blank]
        done = match.end()
    text = "".join([*pieces, text[done:]])
    if matched:
        log.add(change, matched)
    text = log.sub(change, _BEFORE_SMALL, '"', text)
    return log.sub(change, _STRAY, '"', text)


def _restore_blanks(text: str, log: ChangeLog) -> str:
    """Turn hyphens that were no-break spaces back into blanks; hyphens within words stay."""
    change = "lost blanks put back"
    text = log.sub(change, _AFTER_STOP, " ", text)
    text = log.sub(change, _AFTER_WORD, "", text)
    text = log.sub(change, _LONE, " ", text).strip("- \n")
    text = _part(change, _HYPHEN_WORD, _LITTLE.__contains__, text, log)
    text = log.sub(change, _POSSESSIVE, " ", text)
    text = _part(change, _HYPHEN_NAME, _takes_no_hyphen, text, log)
    text = _part(change, _HYPHEN_CAPITAL, _BEFORE_NAMES.__contains__, text, log)
    return log.sub(change, _AFTER_HYPHEN, " ", text)


def _takes_no_hyphen(word: str) -> bool:
    """Tell whether a word of four small letters or more is no prefix, point of the compass or adverb in -ly."""
    return len(word) >= 4 and word.islower() and word not in _TAKE_HYPHEN and not word.endswith("ly")


def _part(change: str, hyphen: re.Pattern[str], joined: Callable[[str], bool], text: str, log: ChangeLog) -> str:
    """Turn a hyphen into a blank where the whole word before it is one of those that were joined; counts both."""
    pieces: list[str] = []
    done = matched = 0
    for match in hyphen.finditer(text):
        place = match.start()
        word = _JOINED.search(text, max(0, place - _LONGEST_JOINED), place)
        if word and joined(word.group()):
            pieces += [text[done:place], " "]
            done = place + 1
            matched += done - word.start()
    if matched:
        log.add(change, matched)
    return "".join([*pieces, text[done:]])
