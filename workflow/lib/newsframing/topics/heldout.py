"""How well a model foretells articles it has not seen: log-likelihood a token, by document completion.

Document completion (Wallach, Murray, Salakhutdinov & Mimno 2009; Asuncion, Welling, Smyth & Teh 2009): of each unseen
article half the tokens say which topics it has, and the other half is scored under that mixture. It needs no estimate
of a whole article's likelihood, and treats every engine alike, for only the topics' shares of the words are used.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

#: fixed-point steps on an article's mixture; ten more change the score by less than .001
STEPS = 25
#: the part of every word that is drawn from all articles alike, so that a word no topic knows has a likelihood
BACKGROUND = 0.01
#: articles scored at a time, which bounds the memory
CHUNK = 2000


def split_tokens(counts: sparse.csr_matrix, seed: int) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Split the tokens of each row at random into two halves, the second one larger where their number is odd.

    The same seed and rows give the same halves. Articles of fewer than two tokens are left out.
    """
    counts = sparse.csr_matrix(counts[np.asarray(counts.sum(axis=1)).ravel() >= 2])
    sizes = np.asarray(counts.sum(axis=1)).ravel().astype(np.int64)
    rows = np.repeat(np.arange(len(sizes)), sizes)
    terms = np.repeat(counts.indices, counts.data)
    # rows ascend, so sorting by a random key inside each row leaves every row in its place
    shuffled = terms[np.lexsort((np.random.default_rng(seed).random(len(rows)), rows))]
    place = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    first = place < np.repeat(sizes // 2, sizes)
    halves = []
    for half in (first, ~first):
        cells = (np.ones(int(half.sum())), (rows[half], shuffled[half]))
        halves.append(sparse.csr_matrix(cells, shape=counts.shape))
    return halves[0], halves[1]


def infer_mixture(counts: sparse.csr_matrix, topic_term: np.ndarray) -> np.ndarray:
    """Give each row's shares of the topics, the topics held fixed, under an even Dirichlet prior of 1/K.

    A token belongs to the topics in proportion to the shares so far, the shares are those of the tokens and the prior:
    the zero-order collapsed variational fixed point of Asuncion et al. 2009, with its own token not taken out.
    """
    k = len(topic_term)
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    of_term = np.ascontiguousarray(topic_term.T)[counts.indices]
    shares = np.full((counts.shape[0], k), 1.0 / k)
    for _ in range(STEPS):
        likelihood = np.einsum("ij,ij->i", shares[rows], of_term)
        weights = sparse.csr_matrix((counts.data / likelihood, counts.indices, counts.indptr), shape=counts.shape)
        shares = 1.0 / k + shares * (weights @ topic_term.T)
        shares /= shares.sum(axis=1, keepdims=True)
    return shares


def heldout_likelihood(
    seen: sparse.csr_matrix, unseen: sparse.csr_matrix, topic_term: np.ndarray, seed: int = 1
) -> float:
    """Score a model fitted on ``seen`` by the mean log-likelihood (natural) a token of the other half of ``unseen``.

    Nearer to 0 is better; nan where no unseen article has two tokens. Every topic is mixed with a hundredth of the
    words' shares in ``seen`` (a word that only ``unseen`` has counts there as half a token).
    """
    half, rest = split_tokens(unseen, seed)
    if not rest.nnz:
        return float("nan")
    background = np.maximum(np.asarray(seen.sum(axis=0), dtype=float).ravel(), 0.5)
    phi = (1 - BACKGROUND) * topic_term + BACKGROUND * background / background.sum()
    total = 0.0
    for first in range(0, rest.shape[0], CHUNK):
        shares, scored = infer_mixture(half[first : first + CHUNK], phi), rest[first : first + CHUNK]
        rows = np.repeat(np.arange(scored.shape[0]), np.diff(scored.indptr))
        total += float(scored.data @ np.log(np.einsum("ij,ji->i", shares[rows], phi[:, scored.indices])))
    return total / float(rest.data.sum())
