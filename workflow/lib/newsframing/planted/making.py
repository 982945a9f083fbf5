"""Make the planted study: articles, what was planted in each, who says each sentence, and simulated codes.

Everything is drawn from one seed. A frame is planted with a stated probability, by outlet where there is an effect; an
article with it shows it by a sentence that the codebook's terms know, or by one that they do not know, or by a vague
one that stands in articles without the frame too. Simulated coders read what was planted and err at a stated rate.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from newsframing.planted.words import (
    EVENT,
    EVENT_SENTENCES,
    FRAMES,
    PASSING,
    SLOTS,
    SPEAKERS,
    TITLES,
    TOPIC_SENTENCES,
    TOPICS,
)

SEED = 20260101
ARTICLES, COPIES, EVENT_ARTICLES = 720, 60, 18
OUTLETS = ("a.example", "b.example", "c.example", "d.example", "e.example", "f.example")
#: share of articles with each frame: in the outlets of ONE and in the others. One effect, one absence of an effect
ONE = OUTLETS[:3]
SHARES: dict[tuple[str, str], tuple[float, float]] = {
    ("conflict", "military"): (0.50, 0.50),
    ("force_stance", "force_justified"): (0.25, 0.25),
    ("force_stance", "civilian_harm"): (0.50, 0.20),
    ("remedies", "force"): (0.40, 0.40),
    ("remedies", "talks"): (0.25, 0.25),
    ("remedies", "diplomacy"): (0.15, 0.15),
}
#: of articles with a frame, shown by a sentence that terms miss, or by a vague one; of those without it, misled by one
MISSED, VAGUE, DECOYED = 0.25, 0.08, 0.10
#: share of sentences with a frame that a source says
QUOTED = 0.5
FIRST_DAY, DAYS = date(2020, 1, 1), 90
EVENT_DAY = date(2020, 2, 10)
#: articles drawn for coding, all alike; each simulated coder errs at this rate, and a third settles their differences
CODED, CODER_ERROR = 200, 0.03
CODERS = ("sim1", "sim2")
SETTLES = "adjudicated"


class Told(NamedTuple):
    """A sentence, who says it, and whether it shows or feigns a frame."""

    text: str
    speaker: str = "journalist"
    framed: bool = False


@dataclass
class Text:
    """An article in the making: sentences with who says them, and what was planted."""

    key: str
    outlet: str
    day: date
    topic: str
    title: str
    frames: dict[tuple[str, str], int]
    sentences: list[Told] = field(default_factory=list)
    event: str = ""
    copy_of: str = ""


@dataclass(frozen=True)
class Study:
    """The files of the study as tables."""

    articles: pd.DataFrame
    truth: pd.DataFrame
    sentences: pd.DataFrame
    codes: dict[str, pd.DataFrame]


def fill(chance: random.Random, template: str, **more: tuple[str, ...]) -> str:
    """Fill the slots of a template, each with another word; ``thing2``: a second thing, ``thing_``: in a capital."""
    words: dict[str, str] = {}
    for name, options in {**SLOTS, **more}.items():
        drawn = chance.sample(options, min(6, len(options)))
        words |= {name: drawn[0], f"{name}_": drawn[0].capitalize()}
        words |= {f"{name}{place}": word for place, word in enumerate(drawn[1:], 2)}
    return re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", template.format(**words))


def make(seed: int = SEED) -> Study:
    """Make the whole study."""
    chance = random.Random(seed)
    texts = [_text(chance, f"p{number:04d}") for number in range(ARTICLES)]
    for text in chance.sample(texts, EVENT_ARTICLES):
        _tell_event(chance, text)
    for text in chance.sample([text for text in texts if not text.event], EVENT_ARTICLES):
        text.sentences.append(Told(fill(chance, PASSING)))
    originals = chance.sample([text for text in texts if not text.event], COPIES)
    texts += [_copy(chance, text, f"q{number:04d}") for number, text in enumerate(originals)]
    return Study(_articles(texts), _truth(texts), _sentences(texts), _codes(chance, texts))


def _text(chance: random.Random, key: str) -> Text:
    topic = chance.choice(list(TOPICS))
    own = TOPICS[topic]
    outlet = chance.choice(OUTLETS)
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    shares = {frame: pair[0] if outlet in ONE else pair[1] for frame, pair in SHARES.items()}
    frames = {frame: int(chance.random() < share) for frame, share in shares.items()}
    text = Text(key, outlet, day, topic, fill(chance, chance.choice(TITLES), **own), frames)
    told = [Told(fill(chance, template, **own)) for template in chance.sample(TOPIC_SENTENCES, 7)]
    for frame, present in frames.items():
        told += _framed(chance, frame, present)
    chance.shuffle(told)
    text.sentences = told
    return text


def _framed(chance: random.Random, frame: tuple[str, str], present: int) -> list[Told]:
    """Give the sentence by which an article shows a frame, or by which it misleads; each may be a source's."""
    wording, drawn = FRAMES[frame], chance.random()
    if present:
        kind = wording.misses if drawn < MISSED else wording.vague if drawn < MISSED + VAGUE else wording.hits
    elif drawn < DECOYED:
        kind = wording.decoys
    elif drawn < DECOYED + VAGUE:
        kind = wording.vague
    else:
        return []
    said = fill(chance, chance.choice(kind))
    if chance.random() >= QUOTED:
        return [Told(said, framed=True)]
    speaker = chance.choice(list(SPEAKERS))
    quoted = fill(chance, chance.choice(SPEAKERS[speaker]).replace("{sentence}", "\0"))
    return [Told(quoted.replace("\0", f"“{said.removesuffix('.')}”").replace("”,", ",”"), speaker, framed=True)]


def _tell_event(chance: random.Random, text: Text) -> None:
    """Let an article report the event, in the days after it."""
    text.event = "dam"
    text.day = EVENT_DAY + timedelta(days=chance.randrange(4))
    text.title = f"{EVENT} after the dam: {text.title}"
    text.sentences[:0] = [Told(fill(chance, template)) for template in chance.sample(EVENT_SENTENCES, 3)]


def _copy(chance: random.Random, text: Text, key: str) -> Text:
    """Let another outlet print an article within three days, with another title and less a sentence on its topic."""
    outlet = chance.choice([name for name in OUTLETS if name != text.outlet])
    title = fill(chance, chance.choice(TITLES), **TOPICS[text.topic])
    left_out = max(place for place, told in enumerate(text.sentences) if not told.framed)
    sentences = [told for place, told in enumerate(text.sentences) if place != left_out]
    day = text.day + timedelta(days=chance.randrange(3))
    return Text(key, outlet, day, text.topic, title, dict(text.frames), sentences, "", text.key)


def _articles(texts: list[Text]) -> pd.DataFrame:
    rows = [
        (t.key, t.outlet, t.day.isoformat(), t.title, " ".join(told.text for told in t.sentences), f"https://{t.outlet}/{t.key}")
        for t in texts
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["key", "outlet", "published", "title", "body", "url"])


def _truth(texts: list[Text]) -> pd.DataFrame:
    rows = [
        {"key": t.key, "outlet": t.outlet, "topic": t.topic, "event": t.event, "copy_of": t.copy_of}
        | {f"{book}/{frame}": present for (book, frame), present in t.frames.items()}
        for t in texts
    ]
    return pd.DataFrame(rows)


def _sentences(texts: list[Text]) -> pd.DataFrame:
    rows = [(t.key, place, told.speaker) for t in texts for place, told in enumerate(t.sentences)]
    return pd.DataFrame(rows, columns=["key", "sentence", "speaker"])


def _codes(chance: random.Random, texts: list[Text]) -> dict[str, pd.DataFrame]:
    """Let simulated coders code a random part, a table a codebook."""
    drawn = sorted(chance.sample(texts, CODED), key=lambda text: text.key)
    rows: dict[str, list[tuple[object, ...]]] = {book: [] for book, _ in SHARES}
    for text in drawn:
        for (book, frame), present in text.frames.items():
            given = [int(present != (chance.random() < CODER_ERROR)) for _ in CODERS]
            rows[book] += [(text.key, coder, frame, code, "main") for coder, code in zip(CODERS, given, strict=True)]
            if len(set(given)) > 1:
                rows[book].append((text.key, SETTLES, frame, present, "main"))
    columns = ["key", "coder", "frame", "present", "wave"]
    return {book: pd.DataFrame(part, columns=columns) for book, part in rows.items()}
