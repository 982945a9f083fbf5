"""Reporting clauses: the verb, and the words that name the source before or after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

#: verbs that report whoever stands before them, and those that do so only beside a source that is known
_SURE = (
    "said(?! to )|says|told|tells|added|adds|stated|announced|announces|warned|warns|claimed|argued|argues|insisted|"
    "insists|denied|denies|confirmed|confirms|acknowledged|acknowledges|tweeted|wrote|stressed|stresses|recalled|concluded|"
    "replied|answered|admitted|admits|alleged|alleges|asserted|noted|remarked|complained|recounted|testified|cautioned"
)
_SOFT = (
    "claims|claim|say|warn|argue|explained|explains|explain|notes|asserts|concludes|recalls|writes|cautions|caution|vowed|vows|"
    "emphasi[sz]e[sd]?|point(?:s|ed) out|reported|reports|report|accused|accuses|accuse|blamed|blames|blame|condemned|"
    "condemns|condemn|call(?:s|ed)? (?:for|on)|called|calls|urged|urges|urge|demanded|demands|demand|pledged|pledges|"
    "promised|promises|suggested|suggests|declared|declares|described|describes|hailed|praised|criticised|criticized|"
    "rejected|rejects|dismissed|dismisses|estimated|estimates|estimate|expressed|believes|believe|asked|appealed|"
    "threatened|threatens|attributed|saying|calling|accusing|warning|adding|quoted|suggesting|agreed|boasted|revealed|"
    "lamented|hopes|hoped|thinks|predicted|predicts|maintains|maintained"
)
_CLAUSE = re.compile(rf"(?<![\w-])(?:(?P<to>[Aa]ccording to)|(?P<sure>{_SURE})|(?P<soft>{_SOFT}))\b")
#: what cannot stand right before a verb that reports: passives, infinitives, nouns
_NO_VERB = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|being|to|the|a|an|his|her|their|its|this|these|those|of|no|any|such|by|so|not|"
    r"can|could|may|might|would|should|if|and its|media|for|with|in|on)|'s|s')\s+(?:\w+ly\s+)?\Z",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|to|so-called)\s+(?:\w+ly\s+)?\Z", re.IGNORECASE)
_BREAK = re.compile(
    r"(?:[;:]|\s[-–—]+\s|--|\b(?:that|but|while|because|although|though|if|whether|after|before|when|where|until|unless|what|"
    r"which|as)\b)",
)
#: a source is named at most so many characters from its verb
_REACH = 400
_COLON = re.compile(r"\A([^:\"'?]{3,60}):\s")


class Clause(NamedTuple):
    """One reporting clause: where its verb stands, the words before and after in which the source may be named."""

    verb: int
    turned: bool  # the verb follows a quotation at once: its subject stands after it
    before: tuple[int, int]
    after: tuple[int, int] | None
    sure: bool


def clauses(text: str, start: int, end: int, quoted: list[tuple[int, int]]) -> Iterator[Clause]:
    """Yield the reporting clauses of one sentence that stand outside its quotations, from the left."""
    for match in _CLAUSE.finditer(text, start, end):
        verb = match.start()
        if any(begin <= verb < close for begin, close in quoted):
            continue
        left = max([start, verb - _REACH, *(close for begin, close in quoted if start < close <= verb)])
        right = min([end, match.end() + _REACH, *(begin for begin, _ in quoted if match.end() <= begin < end)])
        if match["to"]:
            yield Clause(verb, True, (verb, verb), (match.end(), right), True)
            continue
        before = text[left:verb]
        if (_PASSIVE if match["sure"] else _NO_VERB).search(before):
            continue
        lead = [cut.end() for cut in _BREAK.finditer(before)]
        subject = (left + (lead[-1] if lead else 0), verb)
        # «"…," said the general»; «the dam held, said the general» only with a verb that says no more than that
        turned = not before.strip(" ,")
        after = (match.end(), right) if turned or (match["sure"] and before.rstrip().endswith(",")) else None
        yield Clause(verb, turned, subject, after, match["sure"] is not None)


def headline_source(text: str) -> tuple[int, int] | None:
    """Give the words before the colon of a headline ("Army: 100 fighters killed"), if it has one."""
    found = _COLON.match(text)
    return found.span(1) if found else None


def segments(text: str, start: int, end: int, from_right: bool) -> Iterator[tuple[int, int]]:
    """Yield growing stretches between commas, three at most, beginning at the verb's side."""
    cuts = [start, *(start + match.end() for match in re.finditer(",", text[start:end])), end]
    pieces = [(a, b) for a, b in pairwise(cuts) if text[a:b].strip(" ,")]
    for n in range(1, min(3, len(pieces)) + 1):
        yield (pieces[-n][0], end) if from_right else (start, pieces[n - 1][1])
