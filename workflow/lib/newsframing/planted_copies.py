"""A planted set for the search for copies: invented stories, copies edited lightly to heavily, and look-alikes.

Every sentence is written here and filled with invented names and numbers by a seeded generator; nothing is taken from a
newspaper. Stories have two wordings of each sentence, so that one event can be told twice in other words.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

Random = np.random.Generator


def words_of(line: str) -> list[str]:
    """Give the words of a line as a list."""
    return line.split()


#: each sentence in two wordings: {p} person, {l} place, {o} organisation, {n} number, {w} and {v} common words
WORDINGS = [
    ("{p} told reporters in {l} that {n} {w} had been moved before the {w} began.",
     "Before any {w} started, {n} {w} were taken elsewhere, according to {p}, who spoke at {l}."),
    ("The {w} of {l} will {v} its {w} after {o} found {n} faults in the {w}.",
     "{o} counted {n} defects; as a result {l} plans to {v} the {w} and its {w}."),
    ("At least {n} people from {l} waited for the {w} while {p} tried to {v} it.",
     "No fewer than {n} residents stood by in {l} as efforts by {p} to {v} the {w} went on."),
    ("{o} said on the record that the {w} near {l} was {n} years old and hard to {v}.",
     "A {w} built {n} years ago close to {l} proved difficult to {v}, {o} admitted."),
    ("“We shall {v} every {w} until {l} has its {w} back,” {p} said at a {w} of {o}.",
     "{p} promised {o} that work would not stop: {l} must recover the {w}, and each {w} would be dealt with."),
    ("Critics of {p} point to a {w} worth {n} million that {o} never explained.",
     "Nobody at {o} has accounted for {n} million spent on one {w}, opponents complain about {p}."),
    ("In {l} the {w} closed early, and {n} lorries with {w} turned round.",
     "{n} trucks full of {w} had to go back when a {w} shut ahead of time at {l}."),
    ("The {w} between {l} and {l} carries {n} tonnes of {w} in a good year.",
     "In better seasons {n} tonnes of {w} pass from {l} to {l} by that {w}."),
    ("{p}, who has led {o} for {n} years, refused to {v} the {w}.",
     "After {n} years at the head of {o}, {p} would not hear of a plan to {v} any {w}."),
    ("A {w} seen by {o} lists {n} names, among them {p} and a {w} from {l}.",
     "{p} and someone who owns a {w} in {l} are among {n} persons on a {w} that reached {o}."),
    ("Neighbours heard the {w} at night and called {p}, the {w} of {l}.",
     "It was dark when people next door noticed a {w} and rang up {p}, known in {l} for the {w}."),
    ("The court in {l} gave {o} {n} days to {v} the {w}.",
     "Judges at {l} ruled: within {n} days {o} has to {v} what remains of the {w}."),
    ("{o} and {o} signed a {w} that obliges both to {v} the {w} of {l}.",
     "Under a {w} agreed by {o} with {o}, the {w} at {l} must be looked after by the two of them."),
    ("Prices of {w} rose by {n} per cent in {l}, the steepest {w} on record.",
     "Never before had {l} seen such a {w}: {w} became {n} per cent dearer."),
    ("Volunteers carried {w} and {w} to the school where {n} families slept.",
     "{n} households spent the night in classrooms and were brought {w}, and later {w}, by helpers."),
    ("{p} denied that the {w} had anything to do with the {w} in {l}.",
     "Any link from the {w} to what happened with a {w} at {l} was rejected by {p}."),
    ("An inspector from {l} wrote {n} pages on the {w}, which {p} has not read.",
     "{p} has yet to open the report, {n} pages about a {w}, by the expert whom {l} sent."),
    ("If {o} does not {v} soon, the {w} could reach {l} within {n} hours.",
     "{n} hours is all that {l} may have before the {w} arrives, should {o} fail to {v}."),
    ("The mayor thanked {p} and asked {o} for a second {w} by {n} o'clock.",
     "By {n} o'clock another {w} ought to come from {o}, said the head of the town, full of praise for {p}."),
    ("Old {w} lay in the harbour of {l}, and {n} of them had begun to {v}.",
     "{n} of the disused {w} kept at the port in {l} were starting to {v}."),
    ("Few in {l} remember the {w} of {n}, when {o} had to {v} twice.",
     "{o} was forced to {v} two times in {n}; that {w} is almost forgotten around {l}."),
    ("{p} will travel to {l} with {n} advisers and a {w} for {o}.",
     "With a {w} meant for {o} in the luggage, {p} sets out for {l}, {n} aides alongside."),
    ("What became of the {w} is unclear; {o} lost sight of it near {l}.",
     "Close to {l} all trace of the {w} ended, and {o} cannot say where it went."),
    ("Engineers hope to {v} the {w} with {n} new {w} bought in {l}.",
     "{n} {w} ordered from {l} should allow the technicians to {v} that {w}."),
    ("The opposition under {p} wants {n} seats and a {w} in {l}.",
     "For {l} the rivals led by {p} demand another {w}, besides {n} mandates."),
    ("Teachers in {l} stopped work for {n} hours because the {w} was cold.",
     "A chilly {w} led the staff of schools at {l} to strike for {n} hours."),
    ("{o} offered {n} thousand for the {w}, half of what {p} had asked.",
     "{p} had wanted double the {n} thousand which {o} was ready to pay for a {w}."),
    ("Rain filled the {w} of {l} to the brim, {n} days after the {w} broke.",
     "{n} days on from the burst {w}, downpours brought a {w} in {l} close to overflowing."),
]  # fmt: skip
WORDS = words_of(
    "bridge dam ferry mast quarry orchard depot archive kiln tannery granary lighthouse tunnel market clinic barrier "
    "reservoir convoy warehouse parade turbine pipeline library factory canal ledger tower vault chapel stadium cable "
    "mill garden prison theatre beacon pier crane shelter museum printer furnace bakery workshop brewery meadow levee "
    "viaduct cellar pavilion generator locomotive fountain seawall terrace aqueduct hangar observatory paddock sluice"
)
VERBS = words_of(
    "repair sell inspect abandon widen rename lease close insure repaint expand seal flood lift split drain"
)
CALM = words_of(
    "quietly usually nearby rather recently openly mostly again seldom indeed partly later already simply often"
)
HEADS = words_of("Bal Cor Den Fal Gor Hul Jas Kel Lom Mar Nev Osk Pel Quil Rav Sel Tam Ulm Vor Wen")
TAILS = words_of("ada emir ino oth una arik essa ovan ilde ukko ander eth olan imre yra ost")
#: patterns that are filled in anew each time: {l} place, {p} person, {o} club or company, {n} number, {w} word
TEMPLATES = [
    "{l} will have a mostly cloudy morning with highs of {n} degrees and a light wind from the {w}. Towards evening "
    "showers reach {l} and the valleys around {l}, with {n} millimetres expected by midnight. On the coast near {l} "
    "temperatures stay at {n} degrees. The outlook for the next days remains unsettled with {n} hours of sun.",
    "Shares of {o} closed {n} per cent higher while {o} lost {n} per cent in thin trading. The index of leading shares "
    "ended the day at {n} points. Analysts at {o} said that investors were waiting for figures from {o}. The currency "
    "traded at {n} to the dollar, and crude oil stood at {n} dollars a barrel when markets in {l} closed.",
    "{o} beat {o} {n} in {l} after goals from {p} and {p} in the second half. {p} had hit the post in the {n}th minute "
    "before {p} was sent off for a second yellow card. The visitors came close through {p} but could not find a way "
    "back into the match. {o} now have {n} points and travel to {l} next week.",
    "An appeal has been issued to trace {p}, aged {n}, who has been missing from {l} since Sunday. {p} is described as "
    "being {n} centimetres tall, of medium build with brown hair. When last seen in {l} the missing person was wearing "
    "a dark jacket and carried a {w}. Anyone with information is asked to contact the station in {l} on {n}.",
]
LIVE = (
    "Welcome to our rolling coverage with the latest news, views and reaction as it happens. All times are local. "
    "Refresh this page for updates and send us what you see. "
)
TRANSCRIPT = (
    "This is a rush transcript. This copy may not be in its final form and may be updated before it is archived. "
)
NOTE = (
    "{p} is a senior fellow at {o} in {l} and the author of {n} books on trade, among them The Long Harbour. The views "
    "in this column are the author's own and do not necessarily reflect those of the newspaper. Write to the author "
    "care of {o}, and please add your name and address so that a letter can be printed in full. "
)


def name(random: Random) -> str:
    """Invent a name of two or three syllables."""
    return str(random.choice(HEADS)) + str(random.choice(TAILS)) + str(random.choice(["", "", "n", "s", "vik"]))


class Facts:
    """What a story is about: a handful of people, places, organisations and numbers, drawn once."""

    def __init__(self, random: Random) -> None:
        """Draw the facts."""
        self.random = random
        self.pools = {
            "p": [f"{name(random)} {name(random)}" for _ in range(4)],
            "l": [name(random) for _ in range(4)],
            "o": [f"{name(random)} {kind}" for kind in ("Union", "Trust", "Council", "Works")],
            "n": [str(number) for number in random.integers(2, 990, 9)],
            "w": [str(word) for word in random.choice(WORDS, 12, replace=False)],
            "v": [str(verb) for verb in random.choice(VERBS, 5, replace=False)],
        }

    def fill(self, pattern: str, seed: int | None = None) -> str:
        """Fill a pattern; the same seed fills two wordings of a sentence with much the same facts."""
        random = self.random if seed is None else np.random.default_rng(seed)
        left: dict[str, list[str]] = {}

        def draw(slot: re.Match[str]) -> str:
            """Draw without repeating, as long as the pool lasts."""
            if not left.get(slot[1]):
                left[slot[1]] = [str(word) for word in random.permutation(self.pools[slot[1]])]
            return left[slot[1]].pop()

        return re.sub(r"\{(\w)\}", draw, pattern)


def story(random: Random, n: int, wording: int = 0, facts: Facts | None = None, seed: int | None = None) -> list[str]:
    """Write a story of ``n`` sentences; the same ``facts`` and ``seed`` tell it in another wording."""
    told = facts or Facts(random)
    order = np.random.default_rng(seed) if seed is not None else random
    chosen = order.choice(len(WORDINGS), size=min(n, len(WORDINGS)), replace=False)
    return [told.fill(WORDINGS[i][wording], None if seed is None else seed + int(i)) for i in chosen]


def drop(random: Random, text: list[str], much: float) -> list[str]:
    """Leave sentences out."""
    kept = [sentence for sentence in text if random.random() > 0.7 * much]
    return kept or text[:1]


def reorder(random: Random, text: list[str], much: float) -> list[str]:
    """Move sentences about."""
    places = np.arange(len(text)) + random.normal(0, 8 * much, len(text))
    return [text[i] for i in np.argsort(places, kind="stable")]


def substitute(random: Random, text: list[str], much: float) -> list[str]:
    """Put other words for common ones; names and numbers stay, as an editor would leave them."""

    def other(word: str) -> str:
        changed = word.islower() and word.isalpha() and random.random() < 0.3 * much
        return str(random.choice(CALM + WORDS)) if changed else word

    return [" ".join(other(word) for word in sentence.split()) for sentence in text]


def append(random: Random, text: list[str], much: float) -> list[str]:
    """Add paragraphs of background."""
    return text + story(random, int(1 + 1.4 * much * len(text)))


def cut(random: Random, text: list[str], much: float) -> list[str]:
    """Cut the end, or now and then the beginning."""
    n = max(3, round(len(text) * (1 - 0.7 * much)))
    return text[-n:] if random.random() < 0.25 else text[:n]


EDITS: list[Callable[[Random, list[str], float], list[str]]] = [drop, reorder, substitute, append, cut]


def edited(random: Random, text: list[str]) -> list[str]:
    """Edit a story as another desk would: one to three kinds of edits, together light to heavy."""
    kinds = random.choice(len(EDITS), size=random.integers(1, 4), replace=False)
    much = random.random() / len(kinds) ** 0.5
    for kind in sorted(kinds):
        text = EDITS[kind](random, text, much)
    return text


def planted_copies(n_stories: int = 300, seed: int = 11) -> pd.DataFrame:
    """Plant a corpus: article_id, role, outlet, published, title, lead, body, and ``family``, the text it is made of.

    Articles of one family are copies of each other; whatever else looks alike has families of its own. One article in
    twelve is undated.
    """
    random = np.random.default_rng(seed)
    rows: list[tuple[str, int, int, list[str]]] = []  # family, outlet, day, sentences
    for number in range(n_stories):
        text, day, outlet = story(random, int(random.integers(8, 27))), int(random.integers(1, 25)), number % 9
        rows.append((f"story {number}", outlet, day, text))
        for _ in range(int(random.choice([0, 1, 1, 2]))):
            other, later = int(random.integers(9)), day + int(random.integers(4))
            rows.append((f"story {number}", other, later, edited(random, text)))
    for number in range(n_stories // 6):
        rows += _retold(random, number) + _next_story(random, number)
    for kind, pattern in enumerate(TEMPLATES):
        for number in range(n_stories // 20):
            text = [Facts(random).fill(pattern)]
            rows.append((f"template {kind} {number}", int(random.choice([kind, 8])), 1 + number % 25, text))
    for kind, opening in enumerate((LIVE, TRANSCRIPT)):
        for number in range(n_stories // 20):
            rows.append((f"page {kind} {number}", 4 + kind, 1 + number % 25, [opening, *story(random, 6)]))
    for number in range(n_stories // 20):
        note = Facts(np.random.default_rng(number // 5)).fill(NOTE, seed=number // 5)
        rows.append((f"column {number}", int(random.choice([6, 7])), 1 + number % 25, [*story(random, 5), note]))
    return _table(random, rows)


def _retold(random: Random, number: int) -> list[tuple[str, int, int, list[str]]]:
    """Tell one event twice in other words, with one quotation that both have."""
    facts, seed, day = Facts(random), int(random.integers(1 << 30)), int(random.integers(1, 25))
    said = facts.fill(WORDINGS[4][0])
    one, other = (story(random, 14, wording, facts, seed) for wording in (0, 1))
    return [(f"retold {number} {i}", i, day, [*text[:3], said, *text[3:]]) for i, text in enumerate((one, other))]


def _next_story(random: Random, number: int) -> list[tuple[str, int, int, list[str]]]:
    """Write an outlet's story and its next one, which ends with the background of the first."""
    background, day, outlet = story(random, 7), int(random.integers(1, 24)), int(random.integers(9))
    return [(f"next {number} {i}", outlet, day + 2 * i, [*story(random, 7), *background]) for i in range(2)]


def _table(random: Random, rows: list[tuple[str, int, int, list[str]]]) -> pd.DataFrame:
    articles = pd.DataFrame(
        {
            "article_id": [f"{number:016x}" for number in random.permutation(len(rows))],
            "role": "counted",
            "outlet": [f"outlet{outlet}.example" for _, outlet, _, _ in rows],
            "published": [f"2031-03-{min(day, 28):02d}" if random.random() > 1 / 12 else None for _, _, day, _ in rows],
            "title": [f"{name(random)} {random.choice(WORDS)}" for _ in rows],
            "lead": None,
            "body": [" ".join(text) for *_, text in rows],
            "family": [family for family, *_ in rows],
        }
    )
    return articles.sort_values("article_id").reset_index(drop=True).astype(object)
