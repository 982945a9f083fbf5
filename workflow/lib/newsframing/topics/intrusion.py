"""Word and topic intrusion: do people see in topics what a model has put there? (Chang et al. 2009.)

Chang, Boyd-Graber, Gerrish, Wang & Blei 2009, "Reading Tea Leaves: How Humans Interpret Topic Models". In word
intrusion a person sees five probable words of a topic and one word of another topic, and picks the one that does not
belong. In document intrusion (their topic intrusion) a person sees the opening of an article and the words of three of
its largest topics and of one that it hardly has, and picks that one. Forms and answers are made here; what comes back
is scored in ``topics.judged``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsframing.provenance import content_hash
from newsframing.rights import DISTRESS
from newsframing.sheets import Field, plain_text
from newsframing.tokens.matrix import TermMatrix
from newsframing.topics.quality import top_terms
from newsframing.topics.search import TopicModel

WORD, DOCUMENT = "word", "document"
TASKS = (WORD, DOCUMENT)
SEED = 20090000
#: words of a topic beside the intruder; words that are probable in a topic; words that stand for a topic in a list
SHOWN, PROBABLE, LISTED = 5, 10, 8
#: topics beside the intruder; articles a topic; the share that the least of an article's topics should have
TOPICS, ARTICLES, LEAST = 3, 2, 0.1
#: what may be quoted of an article, title and sentences together, and how long a word of it may be
MOST_WORDS, MOST_SENTENCES, LONGEST_WORD = 50, 2, 40
LETTERS = ("A", "B", "C", "D", "E", "F")
ANSWER_COLUMNS = ["item", "task", "topic", "intruder_topic", "article_id", "n_options", "right", *LETTERS]

Split = Callable[[str], Sequence[tuple[int, int]]]


class Form(NamedTuple):
    """A form for coders (``items``, ``fields``) and its key (``answers``), which they do not see."""

    task: str
    items: pd.DataFrame
    fields: tuple[Field, ...]
    answers: pd.DataFrame


class _Item(NamedTuple):
    topic: int
    intruder_topic: int
    options: list[str]  # the intruder is the last
    article_id: str = ""
    title: str = ""
    opening: str = ""


def word_form(model: TopicModel, vocabulary: np.ndarray) -> Form:
    """Make one item a topic: its five most probable words and an intruder, in random order.

    The intruder is drawn from the ten most probable words of the other topics that are in the less probable half of
    the vocabulary for this topic, so that it does not belong, and is not told by being rare (Chang et al. 2009). Words
    that share a part with one that is shown are left out. A topic for which there is no such word has no item.
    """
    tops = top_terms(model.topic_term, PROBABLE)
    items = []
    for topic in range(model.k):
        rng = np.random.default_rng([SEED, 1, topic])
        shown = _apart([str(vocabulary[term]) for term in tops[topic]])[:SHOWN]
        pool = _improbable(model, tops, topic, vocabulary, shown)
        if len(shown) < SHOWN or not pool:
            continue
        owner, intruder = pool[rng.integers(len(pool))]
        options = [_readable(word) for word in (*shown, intruder)]
        items.append(_Item(topic + 1, owner + 1, options))
    return _form(WORD, items)


def _apart(words: list[str]) -> list[str]:
    """Leave out words that share a part with an earlier one: "chuck_berry" after "berry" gives the answer away."""
    kept: list[str] = []
    for word in words:
        if not _shares_part(word, kept):
            kept.append(word)
    return kept


def _shares_part(word: str, others: Sequence[str]) -> bool:
    return any(set(word.split("_")) & set(other.split("_")) for other in others)


def _improbable(
    model: TopicModel, tops: np.ndarray, topic: int, vocabulary: np.ndarray, shown: list[str]
) -> list[tuple[int, str]]:
    """List (other topic, word): words probable in it and in the less probable half for this one, by name."""
    row = model.topic_term[topic].round(9)
    middle = np.median(row)
    pool = {
        str(vocabulary[term]): other
        for other in range(model.k)
        for term in tops[other]
        if other != topic and row[term] <= middle and not _shares_part(str(vocabulary[term]), shown)
    }
    return [(other, word) for word, other in sorted(pool.items())]


def document_form(model: TopicModel, matrix: TermMatrix, articles: pd.DataFrame, split: Split) -> Form:
    """Make two items a topic: an article led by it, three of its largest topics, and one that it hardly has.

    ``articles`` needs article_id, title, lead, body and cluster_id; ``split`` gives the places of a text's sentences.
    Articles are drawn among the fitted ones whose largest topic this is, first those whose third topic has a tenth of
    the article or more, one a cluster. The intruder is drawn from the half of the topics with the smallest shares. With
    fewer than four topics all but one are shown; with one there is no item.
    """
    n_shown = min(TOPICS, model.k - 1)
    if n_shown < 1:
        return _form(DOCUMENT, [])
    lists = [", ".join(_readable(str(word)) for word in row)
             for row in matrix.vocabulary[top_terms(model.topic_term, LISTED)]]  # fmt: skip
    texts = articles.drop_duplicates("article_id").set_index("article_id")
    rows = matrix.fitted[np.isin(matrix.article_ids[matrix.fitted], texts.index.to_numpy(dtype=str))]
    shares = model.doc_topic[rows].round(6)
    order = np.argsort(-shares, axis=1, kind="stable")
    items, told = [], set[str]()
    for topic in range(model.k):
        rng = np.random.default_rng([SEED, 2, topic])
        led = rng.permutation(np.flatnonzero(order[:, 0] == topic))
        least = shares[led, order[led, n_shown - 1]]
        n_drawn = 0
        for place in led[np.argsort(-np.minimum(least, LEAST), kind="stable")]:
            if n_drawn == ARTICLES:
                break
            article = str(matrix.article_ids[rows[place]])
            text = texts.loc[article]
            title, opening = extract(text, split)
            cluster = article if pd.isna(text["cluster_id"]) else str(text["cluster_id"])
            if cluster in told or not (title or opening):
                continue
            told.add(cluster)
            n_drawn += 1
            small = order[place, max(n_shown, (model.k + 1) // 2) :]
            intruder = int(small[rng.integers(len(small))])
            options = [lists[number] for number in (*order[place, :n_shown], intruder)]
            items.append(_Item(topic + 1, intruder + 1, options, article, title, opening))
    return _form(DOCUMENT, items)


def extract(article: pd.Series, split: Split) -> tuple[str, str]:
    """Give an article's title and its first two sentences, 50 words at most together."""

    def held(name: str) -> str:
        value = article.get(name)
        return "" if value is None or pd.isna(value) else str(value)

    title, left = _cut(plain_text(held("title")), MOST_WORDS)
    text = held("lead") if held("lead").strip() else held("body")
    sentences = " ".join(text[start:end] for start, end in list(split(text))[:MOST_SENTENCES])
    return title, _cut(plain_text(sentences), left)[0] if left else ""


def _cut(text: str, most: int) -> tuple[str, int]:
    """Cut a text after ``most`` words, long ones shortened; also give how many words are left."""
    words = text.split()
    kept = [word if len(word) <= LONGEST_WORD else f"{word[:LONGEST_WORD]}…" for word in words[:most]]
    return " ".join(kept) + (" …" if len(words) > most else ""), most - len(kept)


def _readable(word: str) -> str:
    return plain_text(word.replace("_", " "))


def _form(task: str, made: list[_Item]) -> Form:
    """Shuffle items and options, and name items after the task and a fingerprint of all that the form holds."""
    fingerprint = content_hash([task, [list(item) for item in made]])
    rng = np.random.default_rng([SEED, 3, TASKS.index(task)])
    n_options = max((len(item.options) for item in made), default=SHOWN + 1 if task == WORD else TOPICS + 1)
    letters = LETTERS[:n_options]
    shown, key = [], []
    for number, place in enumerate(rng.permutation(len(made)), 1):
        item = made[place]
        mixed = rng.permutation(len(item.options)).tolist()
        options = dict(zip(letters, (item.options[i] for i in mixed), strict=False))
        name = f"{task}-{fingerprint}-{number:03d}"
        about = {} if task == WORD else {"title": item.title, "opening": item.opening}
        shown.append({"item": name, **about, **options, "answer": "", "coder": ""})
        key.append({"item": name, "task": task, "topic": item.topic, "intruder_topic": item.intruder_topic,
                    "article_id": item.article_id, "n_options": len(options),
                    "right": letters[mixed.index(len(mixed) - 1)],
                    **dict.fromkeys(LETTERS, ""), **options})  # fmt: skip
    about_fields = () if task == WORD else (Field("title", 34), Field("opening", 60))
    fields = (
        Field("item", 22), *about_fields, *(Field(letter, 18 if task == WORD else 30) for letter in letters),
        Field("answer", 10, letters), Field("coder", 12),
    )  # fmt: skip
    items = pd.DataFrame(shown, columns=[field.name for field in fields])
    return Form(task, items, fields, pd.DataFrame(key, columns=ANSWER_COLUMNS))


def instructions(form: Form, folder: str) -> tuple[str, list[str]]:
    """Give title and lines of what a coder is told; ``folder`` is where filled-in forms are put."""
    if form.task == WORD:
        title = "Which word does not belong?"
        task = (
            "Each row of the sheet “items” shows six words, A to F. Five of them go together, one does not. Find the "
            "one that does not belong, and choose its letter in the column “answer”."
        )
    else:
        title = "Which group of words does not fit the article?"
        task = (
            "Each row of the sheet “items” shows the title and the opening of an article, and groups of words under "
            "the letters that follow. All groups but one say something of what the article is about. Find the one "
            "that does not fit, and choose its letter in the column “answer”."
        )
    lines = [
        *([DISTRESS] if form.task == DOCUMENT else []),
        task,
        "Answer every row, by yourself, in one go. Where you are not sure, take the best guess: guesses are part of "
        "the measure. There is no need to look anything up. An empty answer counts as not asked.",
        "Do not change the other columns: the item's name tells which form this is.",
        "Write your name or initials once in the column “coder”, or into the name of the file.",
        f"Save the file under any name, as .xlsx or .csv, and put it into {folder}. Each coder fills in a copy.",
        "The right answers are not in this folder; please do not look for them before you have answered.",
        "After Chang, Boyd-Graber, Gerrish, Wang and Blei (2009), Reading Tea Leaves.",
    ]
    return title, lines
