"""Lists of who speaks (config/actors/*.yaml): names and words for roles, found in text with what they speak as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from newsframing.errors import UserError
from newsframing.patterns import Terms, Words, parse_term
from newsframing.settings import validate

#: what a speaker is in tables, in the order in which reports show it
KINDS = (
    "state_military", "other_government", "armed_group", "international", "analyst", "civilian", "other", "unknown",
    "journalist",
)  # fmt: skip
LABELS = {
    "state_military": "State in the conflict and its military",
    "other_government": "Another government",
    "armed_group": "Armed group",
    "international": "International or aid organisation",
    "analyst": "Analyst",
    "civilian": "Civilian or victim",
    "other": "Another source",
    "unknown": "Quoted, source not told",
    "journalist": "The article itself",
}
#: a state is a story's own if so much of what the story says of states names it
_OWN = 0.25


class Entry(NamedTuple):
    """What one name or word says: the kind, the country if it has one, and what sort of word it is."""

    kind: str  # a kind of the schema, or "country"
    country: str
    sort: str  # name | role | any | country
    person: bool = False


class Mention(NamedTuple):
    """One place of a name or a word for a role, offsets in code points."""

    start: int
    end: int
    entry: Entry


class Actors:
    """All lists of a project, ready to be looked for."""

    def __init__(self, entries: Iterable[tuple[str, Entry]]) -> None:
        """Take (term, entry) pairs; of two for one term the first counts."""
        known: dict[str, tuple[str, Entry]] = {}
        for text, entry in entries:
            known.setdefault(" ".join(text.lower().split()), (text, entry))
        self._written = [text for text, _ in known.values()]
        self._entries = [entry for _, entry in known.values()]
        self._terms = Terms(self._written)

    def find(self, text: str) -> list[Mention]:
        """List the mentions in a text, the longest of overlapping ones, from the left.

        A name is written with a capital, an abbreviation in capitals ("US" is not "us"); roles stand in any case.
        """
        found: list[Mention] = []
        for hit in self._terms.find(Words(text)):
            if found and hit.start < found[-1].end:
                continue
            if _fits(self._written[hit.term], text[hit.start : hit.end]):
                found.append(Mention(hit.start, hit.end, self._entries[hit.term]))
        return found


def _fits(written: str, found: str) -> bool:
    letters = "".join(char for char in written if char.isalpha())
    if len(letters) <= 6 and letters.isupper() and len(letters) > 1:
        return found.upper() == found
    return not written[0].isupper() or found[0].isupper()


def read_actors(lists: Sequence[tuple[str, object]], schema: Mapping[str, Any]) -> Actors:
    """Check (file, mapping) pairs against the schema and read them together; UserError names file and name."""
    entries: list[tuple[str, Entry]] = []
    for file, data in lists:
        if not isinstance(data, Mapping):
            raise UserError("not a list of actors", file=file, right="it must be a mapping with the key 'actors'")
        validate(data, schema, file)
        own = list(_entries_of(data))
        for text, _ in own:
            try:
                parse_term(text)
            except ValueError as error:
                raise UserError(f"'{text}' cannot be looked for", file=file, right=str(error)) from None
        entries += own
    return Actors(entries)


def _entries_of(data: Mapping[str, Any]) -> Iterable[tuple[str, Entry]]:
    for actor in data.get("actors", []):
        entry = Entry(actor["kind"], actor.get("country", ""), "name", "role" in actor)
        yield from ((text, entry) for text in (actor["name"], *actor.get("aliases", [])))
    for country, names in data.get("countries", {}).items():
        yield from ((text, Entry("country", country, "country")) for text in names)
    for role in data.get("roles", []):
        entry = Entry(role["kind"], "", "any" if role.get("any") else "role")
        yield from ((text, entry) for text in role["words"])


def own_countries(mentions: Iterable[Mention]) -> frozenset[str]:
    """Tell a story's own states: the one it names most, and every other that has a quarter of the names or more."""
    counts = Counter(mention.entry.country for mention in mentions if mention.entry.sort == "country")
    if not counts:
        return frozenset()
    most, whole = max(counts.values()), sum(counts.values())
    return frozenset(country for country, n in counts.items() if n == most or n >= _OWN * whole)
