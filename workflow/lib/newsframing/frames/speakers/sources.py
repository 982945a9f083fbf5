"""From the words that name a source to what it speaks as: roles before organisations before countries before names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from newsframing.frames.speakers.actors import Mention, own_countries
from newsframing.frames.speakers.names import Name, places_of

_NAME = re.compile(r"[^\W\d_a-z][\w'’]*(?:[ \-](?:al-|el-|bin |ben |de |van |von |ul-)?[^\W\d_a-z][\w'’]*)*")
#: capitals that open sentences and are no names
_NO_NAMES = """the a an on in at by for from to as but and or so he she it they we i this that these those his her its
their our my one two three some many most several all both another other there here when while after before since
although however meanwhile also earlier later monday tuesday wednesday thursday friday saturday sunday january february
march april may june july august september october november december speaking according asked why what how where who mr
mrs ms dr"""
_NO_NAME = frozenset(_NO_NAMES.split())
_PRONOUN = re.compile(r"\b(?:(he|she)|they|it)\b", re.IGNORECASE)
_SELF = re.compile(r"\b(?:I|we)\b")
_RELATIVE = re.compile(r"\s*(?:who|which|whose|where|though|however)\b", re.IGNORECASE)
_AGAIN = re.compile(
    r"\bthe (?:report|statement|group|organi[sz]ation|official|officials|spokes\w+|source|sources|agency|leader|"
    r"post|message|video|document|monitor|former|latter)\b|\b(?:his|her) statement\b",
    re.IGNORECASE,
)
_FORMER = re.compile(r"\b(?:former|retired|ex)[\s-]+(?:[\w.-]+\s+){0,4}\Z", re.IGNORECASE)
_AGED = re.compile(r"\A,\s*(?:aged? )?\d{1,3}\b|\A\s*\(\d{1,3}\)")
_POSSESSIVE = re.compile(r"(?:'s|’s)\Z")


class Source(NamedTuple):
    """Who a clause names: the kind of the lists ("" where it is not told), a country, the words that say so."""

    kind: str
    country: str
    words: str
    person: bool = True  # an organisation is "it" or "they", never "he"


class Heard(NamedTuple):
    """The last source that was named, and the last that is a person: what pronouns stand for."""

    any: Source | None = None
    person: Source | None = None

    def then(self, source: Source) -> Heard:
        """Go on after a source has been named."""
        return Heard(source, source if source.person else self.person)


class Story:
    """One article's text and mentions, and the people it has named so far."""

    def __init__(
        self,
        texts: dict[str, str],
        mentions: dict[str, list[Mention]],
        names: Mapping[str, Sequence[Name]] | None = None,
    ) -> None:
        """Take the fields and what was found in each of them; ``names`` where a model has told them, see ``names``."""
        self.texts, self.mentions, self._told = texts, mentions, names or {}
        self._places = places_of(texts, self._told)
        self.own = own_countries(mention for found in mentions.values() for mention in found)
        self._starts = {field: [mention.start for mention in found] for field, found in mentions.items()}
        self._people: dict[str, Source | None] = {}

    def _inside(self, field: str, start: int, end: int) -> list[Mention]:
        """List the mentions between two places."""
        starts = self._starts[field]
        found = self.mentions[field][bisect_left(starts, start) : bisect_left(starts, end)]
        return [mention for mention in found if mention.end <= end]

    def speaker(self, source: Source) -> str:
        """Give the kind of the tables: a government is the story's own or another."""
        if source.kind == "military":
            return "state_military"
        if source.kind == "government":
            own = not source.country or source.country in self.own or not self.own
            return "state_military" if own else "other_government"
        return source.kind or "unknown"

    def source(self, field: str, start: int, end: int, last: Heard) -> Source | None:
        """Tell the source named between two places; None: it names nobody that speaks."""
        text = self.texts[field]
        phrase = text[start:end]
        if _RELATIVE.match(phrase):
            return None
        inside = self._inside(field, start, end)
        by_role = self._by_role(text, inside)
        if by_role:
            return by_role
        lands = {text[m.start : m.end].split()[-1] for m in inside if m.entry.sort == "country"}
        named = self._person(field, start, end, lands)
        if named and named.kind:
            return named
        if any(m.entry.sort == "any" for m in inside) and not (last.any and _AGAIN.search(phrase)):
            return Source("government", "", text[inside[0].start : inside[0].end])
        if again := self._again(phrase, last, named):
            return again
        state = [m for m in inside if m.entry.sort == "country"]
        if state and len(phrase.split()) <= 4 and not _POSSESSIVE.search(phrase.strip(" ,")):
            return Source("government", state[0].entry.country, text[state[0].start : state[0].end])
        return named

    def _again(self, phrase: str, last: Heard, named: Source | None) -> Source | None:
        """Resolve "he", "they", "the statement" to who was last named."""
        if _SELF.search(phrase) and not named:  # outside quotation marks the author speaks
            return Source("journalist", "", "")
        pronoun = _PRONOUN.search(phrase)
        if pronoun and not named:
            return last.person if pronoun[1] else last.any
        return last.any if _AGAIN.search(phrase) else None

    def subject(self, field: str, start: int, end: int) -> Source | None:
        """Tell the person whose name opens a sentence, if the article says what the person is."""
        name = _NAME.match(self.texts[field], start, end)
        if not name or name.group().split()[0].lower() in _NO_NAME:
            return None
        found = self._person(field, *name.span())
        return found if found and found.kind and found.person else None

    def headline(self, field: str, start: int, end: int) -> Source | None:
        """Tell who stands before the colon of a headline; a country or a town there is a topic, no speaker."""
        inside = self._inside(field, start, end)
        if all(m.entry.sort == "country" for m in inside):
            return None
        return self._by_role(self.texts[field], inside)

    def _by_role(self, text: str, inside: list[Mention]) -> Source | None:
        """Tell a source by a role, an office or an organisation among the mentions of a phrase."""
        names = [m for m in inside if m.entry.sort == "name"]
        heads = [m for m in inside if m.entry.sort in ("role", "any")]
        country = next((m.entry.country for m in inside if m.entry.country), "")
        roles = [m for m in heads if m.entry.sort == "role"]
        if roles:
            head = roles[0]
            for other in roles[1:]:  # "military analyst": the last word of a compound says what the person is
                if text[head.end : other.start].strip(" -"):
                    break
                head = other
            words = text[head.start : head.end]
            if head.entry.kind in ("military", "government"):
                if _FORMER.search(text[max(0, head.start - 60) : head.start]):
                    return Source("analyst", "", words)
                strong = [m for m in names if m.entry.kind in ("armed_group", "international") and m.start < head.start]
                if strong:
                    return Source(strong[0].entry.kind, "", text[strong[0].start : strong[0].end])
            return Source(head.entry.kind, country, words)
        if names:
            first = names[0]
            person = bool(heads) or first.entry.person
            return Source(first.entry.kind, first.entry.country, text[first.start : first.end], person)
        if heads and country:
            state = next(m for m in inside if m.entry.country)
            return Source(
                "government", country, f"{text[state.start : state.end]} {text[heads[0].start : heads[0].end]}"
            )
        return None

    def _names(self, field: str, start: int, end: int) -> Iterator[str]:
        """Give what may be a person's name, from the right: persons that a model has told, then other capitals."""
        text = self.texts[field]
        told = [n for n in self._told.get(field, ()) if n.person and n.start < end and n.end > start]
        for name in reversed(told):
            yield text[max(name.start, start) : min(name.end, end)]
        for match in reversed(list(_NAME.finditer(text, start, end))):
            if not any(name.start < match.end() and name.end > match.start() for name in told):
                yield match.group()

    def _person(self, field: str, start: int, end: int, lands: Collection[str] = ()) -> Source | None:
        """Tell a person by the last name, from what the article says of it where it first does; kind "": nowhere."""
        for name in self._names(field, start, end):
            words = [word for word in name.split() if word.lower() not in _NO_NAME]
            if not words or (len(words) == 1 and len(words[0]) < 3) or words[-1] in lands:
                continue
            last = re.sub(r"(?:'s|’s)\Z", "", words[-1])
            if last in self._places:
                continue
            if last not in self._people:
                self._people[last] = self._introduced(last)
            found = self._people[last]
            return found._replace(words=" ".join(words)) if found else Source("", "", " ".join(words))
        return None

    def _introduced(self, last: str) -> Source | None:
        """Look where the article says what a person is: "Name, role," or "role Name", in its first mentions."""
        pattern = re.compile(rf"(?<!\w){re.escape(last)}(?!\w)")
        for field, text in self.texts.items():
            for number, match in enumerate(pattern.finditer(text)):
                if number == 6:
                    break
                if found := self._around(field, text, match.start(), match.end()):
                    return found
        return None

    def _around(self, field: str, text: str, start: int, end: int) -> Source | None:
        after = re.split(r"[.;\"“”\n]|,? (?:said|told|says|who|which)\b", text[end : end + 120])[0]
        if _AGED.match(after):
            return Source("civilian", "", "")
        if after.lstrip(" ").startswith(",") or after.startswith((" of the ", " from the ", " (")):
            inside = self._inside(field, end, end + len(after))
            if found := self._by_role(text, inside):
                return found
        before = re.split(r"[.,;:\"“”\n]|\b(?:said|told|that)\b", text[max(0, start - 90) : start])[-1]
        inside = self._inside(field, start - len(before), start)
        return self._by_role(text, inside)
