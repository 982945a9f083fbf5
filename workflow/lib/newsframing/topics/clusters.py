"""Clusters of topics: the network of topics that share articles, its communities, and how firmly they hold together.

After Walter & Ophir 2019 ("News frame analysis: an inductive mixed-method computational approach"): topics are nodes,
the cosine of their shares over the articles is the weight of an edge, communities are groups of topics that articles
mix. Communities by the Louvain method (Blondel et al. 2008; networkx), started from several fixed seeds.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd

from newsframing.inference import SEED
from newsframing.tokens.matrix import TermMatrix
from newsframing.topics.labels import repeats
from newsframing.topics.search import TopicModel

CLUSTER_COLUMNS = ["topic", "cluster", "cluster_label", "stability", "cluster_stability", "n_topics"]
TIE_COLUMNS = ["topic", "other", "weight", "together", "drawn"]
#: samples of stories over which the stability of clusters is counted
DRAWS = 100
#: Louvain is started from so many seeds, the best modularity wins, of equals the first; one in each sample
STARTS, SAMPLE_STARTS = 10, 1
#: each topic's strongest ties so many are drawn, so that the network can be read
DRAWN_TIES = 2
#: topics that name a cluster
LABEL_TOPICS = 3


def similarity(shares: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Give the cosine of each two topics' shares over the articles, (k, k), 0 in the diagonal.

    ``shares`` (articles, k); ``weights``: how often each article counts (a bootstrap sample).
    """
    weighted = shares if weights is None else shares * weights[:, None]
    products = weighted.T @ shares
    lengths = np.sqrt(np.diag(products))
    scale = np.outer(lengths, lengths)
    found = np.where(scale > 0, products / np.where(scale > 0, scale, 1.0), 0.0)
    np.fill_diagonal(found, 0.0)
    # rounded, so that the last bit of a sum moves no topic from one cluster to another
    return np.round(found, 9)


def network(weights: np.ndarray) -> nx.Graph:
    """Make the network of topics 0, 1, …, in this order; two topics that share no article are not tied."""
    graph = nx.Graph()
    graph.add_nodes_from(range(len(weights)))
    ones, others = np.nonzero(np.triu(weights, 1) > 0)
    graph.add_weighted_edges_from(
        (int(one), int(other), float(weights[one, other])) for one, other in zip(ones, others, strict=True)
    )
    return graph


def communities(weights: np.ndarray, starts: int = STARTS) -> np.ndarray:
    """Put topics into communities: a number from 0 for each, numbered by the first topic of each community.

    Louvain from seeds 1, 2, …; the partition with the highest modularity, of equals the first. Without any tie each
    topic is alone.
    """
    graph = network(weights)
    if not graph.number_of_edges():
        return np.arange(len(weights))
    best, highest = np.zeros(len(weights), dtype=int), -np.inf
    for seed in range(1, starts + 1):
        parts = nx.community.louvain_communities(graph, seed=seed)
        quality = round(nx.community.modularity(graph, parts), 9)
        if quality > highest:
            highest = quality
            for number, part in enumerate(sorted(parts, key=min)):
                best[sorted(part)] = number
    return best


def together(
    shares: np.ndarray, stories: np.ndarray, draws: int = DRAWS, seed: int = SEED, starts: int = SAMPLE_STARTS
) -> np.ndarray:
    """Count in which share of bootstrap samples of stories each two topics stand in one community, (k, k)."""
    _, codes = np.unique(stories.astype(str), return_inverse=True)
    n_stories = int(codes.max(initial=-1)) + 1
    rng = np.random.default_rng(seed)
    counts = np.zeros((shares.shape[1], shares.shape[1]))
    for _ in range(draws):
        times = np.bincount(rng.integers(0, n_stories, n_stories), minlength=n_stories).astype(float)
        part = communities(similarity(shares, times[codes]), starts)
        counts += part[:, None] == part[None, :]
    return counts / draws


def stabilities(partition: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Give each topic the mean share of samples in which it stands with the other topics of its cluster.

    A topic alone in its cluster has the share of samples in which it stays apart from every other topic, at most.
    """
    found = np.zeros(len(partition))
    for topic, cluster in enumerate(partition):
        others = np.flatnonzero((partition == cluster) & (np.arange(len(partition)) != topic))
        rest = np.delete(pairs[topic], topic)
        found[topic] = pairs[topic, others].mean() if len(others) else 1 - rest.max(initial=0.0)
    return found


def topic_clusters(
    matrix: TermMatrix,
    model: TopicModel,
    articles: pd.DataFrame,
    topics: pd.DataFrame,
    draws: int = DRAWS,
    seed: int = SEED,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the clusters, a row a topic, and the ties of the network, a row a pair.

    ``articles`` needs article_id and cluster_id (the story), ``topics`` is the table of the topics. Clusters are
    numbered from 1, the one that takes most of the news first. ``stability`` is a topic's (see ``stabilities``),
    ``cluster_stability`` the mean of its cluster. Ties: weight (cosine), together (share of samples in which the two
    stand in one cluster), drawn (1 for the two strongest ties of each topic).
    """
    stories = articles.drop_duplicates("article_id").set_index("article_id")["cluster_id"]
    rows = matrix.fitted[np.isin(matrix.article_ids[matrix.fitted], stories.index.to_numpy(dtype=str))]
    shares, ids = model.doc_topic[rows], matrix.article_ids[rows]
    own = stories.reindex(ids).to_numpy(dtype=object)
    names = np.where(pd.isna(own), ids.astype(object), own).astype(str)
    weights = similarity(shares)
    partition = _by_share(communities(weights), shares.mean(axis=0) if len(shares) else np.zeros(model.k))
    pairs = together(shares, names, draws, seed) if len(shares) else np.eye(model.k)
    table = pd.DataFrame({"topic": np.arange(1, model.k + 1), "cluster": partition + 1})
    labels = cluster_labels(topics, partition)
    table["cluster_label"] = [labels[cluster] for cluster in partition]
    table["stability"] = stabilities(partition, pairs)
    table["cluster_stability"] = table.groupby("cluster")["stability"].transform("mean")
    table["n_topics"] = table.groupby("cluster")["topic"].transform("size")
    return table[CLUSTER_COLUMNS], ties_table(weights, pairs)


def _by_share(partition: np.ndarray, prevalence: np.ndarray) -> np.ndarray:
    """Number communities anew, the one with the largest share of the articles first."""
    totals = np.bincount(partition, weights=prevalence)
    order = np.argsort(-totals.round(9), kind="stable")
    rank = np.empty(len(order), dtype=int)
    rank[order] = np.arange(len(order))
    return rank[partition]


def ties_table(weights: np.ndarray, pairs: np.ndarray) -> pd.DataFrame:
    """List the ties between topics, numbered from 1: weight, together, drawn."""
    k = len(weights)
    drawn = np.zeros((k, k), dtype=bool)
    for topic, order in enumerate(np.argsort(-weights, axis=1, kind="stable")):
        strongest = [other for other in order[:DRAWN_TIES] if weights[topic, other] > 0]
        drawn[topic, strongest] = drawn[strongest, topic] = True
    ones, others = np.triu_indices(k, 1)
    return pd.DataFrame(
        {
            "topic": ones + 1,
            "other": others + 1,
            "weight": weights[ones, others],
            "together": pairs[ones, others],
            "drawn": drawn[ones, others].astype(int),
        },
        columns=TIE_COLUMNS,
    )


def cluster_labels(topics: pd.DataFrame, partition: np.ndarray) -> list[str]:
    """Label each cluster by its three most frequent topics: a name that a person gave, else their labels' first terms.

    A first term that repeats one already taken gives way to the next term of its topic. ``topics``: label, named (0/1),
    prevalence, in the order of the topics.
    """
    labels: list[str] = []
    rows = list(topics.itertuples(index=False))
    for cluster in range(int(partition.max(initial=-1)) + 1):
        members = sorted(np.flatnonzero(partition == cluster), key=lambda t: (-round(rows[t].prevalence, 6), t))
        picked: list[str] = []
        for topic in members[:LABEL_TOPICS]:
            label = str(rows[topic].label)
            terms = [label] if rows[topic].named else label.split(", ")
            keys = [term.lower().replace(" ", "_") for term in terms]
            taken = [other.lower().replace(" ", "_") for other in picked]
            fresh = (t for t, key in zip(terms, keys, strict=True) if not any(repeats(key, o) for o in taken))
            picked.append(next(fresh, terms[0]))
        label = " · ".join(picked)
        labels.append(label if label not in labels else f"{label} ({cluster + 1})")
    return labels
