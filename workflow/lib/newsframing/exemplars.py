"""Articles that show a topic best, each with the one sentence that is richest in the topic's words."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from newsframing.frames.sentences import split_sentences
from newsframing.topics.texts import Texts

EXEMPLAR_COLUMNS = [
    "topic", "rank", "article_id", "outlet", "published", "title", "weight", "field", "sentence", "quote",
    "n_topic_words",
]  # fmt: skip
#: a page quotes at most so many words of an article
LONGEST = 50
#: sentences of this many words are read with ease; another is taken only where no such one holds a word of the topic
COMFORTABLE = range(6, 41)
TOPIC_WORDS = 20
ELLIPSIS = "…"


def richest_sentence(fields: dict[str, str], words: Sequence[str]) -> tuple[str, int, str, int] | None:
    """Find the sentence with the most different words of a topic: (field, its number, the quotation, how many).

    Of equals one of a comfortable length, then the one with the more probable words (``words``: the most probable
    first), then the first. A sentence of more than 50 words is cut after its 50th. None where no sentence has any.
    """
    found = [
        (field, number, " ".join(text[start:end].split()))
        for field, text in fields.items()
        for number, (start, end) in enumerate(split_sentences(text))
    ]
    if not found:
        return None
    texts = Texts(sentence for _, _, sentence in found)
    holding = pd.DataFrame({word: texts.holding(word) for word in words}, index=range(len(found)))
    counts = holding.sum(axis=1)
    ranks = (holding * [len(words) - place for place in range(len(words))]).sum(axis=1)
    fits = [len(sentence.split()) in COMFORTABLE for _, _, sentence in found]
    best = min(
        (i for i in range(len(found)) if counts[i] > 0),
        key=lambda i: (not fits[i], -counts[i], -ranks[i], i),
        default=None,
    )
    if best is None:
        return None
    field, number, sentence = found[best]
    return field, number, cut(sentence), int(counts[best])


def cut(sentence: str, most: int = LONGEST) -> str:
    """Cut a sentence after ``most`` words, with an ellipsis for what is left out."""
    words = sentence.split()
    return " ".join(words) if len(words) <= most else " ".join(words[:most]) + f" {ELLIPSIS}"


def exemplars_table(
    topics: pd.DataFrame, words: Sequence[Sequence[str]], weights: pd.DataFrame, articles: pd.DataFrame
) -> pd.DataFrame:
    """List each topic's best articles with title, outlet, date and one sentence of at most 50 words.

    ``topics``: topic, exemplar_ids; ``words``: each topic's words, the most probable first; ``weights``: article_id,
    topic, weight; ``articles``: article_id, outlet, published, title, lead, body. An article that shows several topics
    is quoted once, where its share is largest: the other rows have no quotation.
    """
    about = articles.set_index("article_id")
    listed = [
        (int(row.topic), rank, article)
        for row in topics.itertuples(index=False)
        for rank, article in enumerate(str(row.exemplar_ids).split(), start=1)
        if article in about.index
    ]
    ids = {article for _, _, article in listed}
    near = weights[weights["article_id"].isin(ids)].set_index(["article_id", "topic"])["weight"].to_dict()
    quoted_under: dict[str, int] = {}
    for topic, _, article in sorted(listed, key=lambda one: (-near[(one[2], one[0])], one)):
        quoted_under.setdefault(article, topic)
    place = {int(topic): number for number, topic in enumerate(topics["topic"])}
    records = []
    for topic, rank, article in listed:
        row = about.loc[article]
        fields = {name: row[name] for name in ("lead", "body") if isinstance(row[name], str)}
        found = richest_sentence(fields, words[place[topic]]) if quoted_under[article] == topic else None
        records.append(
            (topic, rank, article, row["outlet"], row["published"], row["title"], near[(article, topic)])
            + (found or (None, None, None, None))
        )
    types = {"sentence": "Int64", "n_topic_words": "Int64"}
    return pd.DataFrame(records, columns=EXEMPLAR_COLUMNS).astype(types)
