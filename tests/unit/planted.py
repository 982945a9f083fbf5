"""A planted corpus: texts made of known topics, so that what a model finds can be held against the truth."""

from __future__ import annotations

import numpy as np
import pandas as pd

LETTERS = "bcdfghklmnprstvz"
VOWELS = "aeiou"


def made_up_words(n: int) -> list[str]:
    """Make words that no list knows: consonant and vowel in turn, all of one length, none the plural of another."""
    words = []
    for number in range(n):
        a, rest = divmod(number, 16 * 5)
        b, c = divmod(rest, 5)
        words.append(f"{LETTERS[b]}{VOWELS[c]}{LETTERS[a % 16]}oq{VOWELS[a // 16 % 5]}x")
    return words


def planted(n_docs: int = 300, k: int = 5, n_words: int = 40, length: int = 60, seed: int = 7):
    """Give (articles, true topic-term shares (k, terms), the words): each article mixes topics by a sparse Dirichlet.

    Each topic has words of its own and a few shared with its neighbour.
    """
    rng = np.random.default_rng(seed)
    words = made_up_words(k * n_words)
    truth = np.zeros((k, len(words)))
    for topic in range(k):
        own = np.arange(topic * n_words, (topic + 1) * n_words)
        truth[topic, own] = rng.dirichlet(np.full(n_words, 1.0))
        truth[topic, (own[:5] + n_words) % len(words)] += 0.02
    truth /= truth.sum(axis=1, keepdims=True)
    bodies, mixes = [], rng.dirichlet(np.full(k, 0.15), size=n_docs)
    for mix in mixes:
        share = mix @ truth
        picked = rng.choice(len(words), size=length, p=share / share.sum())
        bodies.append(". ".join(words[i] for i in picked))
    articles = pd.DataFrame(
        {
            "article_id": [f"{i:016x}" for i in range(n_docs)],
            "role": "counted",
            "outlet": [f"o{i % 3}.org" for i in range(n_docs)],
            "title": None,
            "lead": None,
            "body": bodies,
            "focus": [i % 4 == 0 for i in range(n_docs)],
            "is_copy": False,
            "cluster_id": [f"{i:016x}" for i in range(n_docs)],
        }
    )
    return articles, truth, words
