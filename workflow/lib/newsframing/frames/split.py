"""The discovery part of a corpus: what exploring may see, so that hypotheses can be tested on the rest."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import pandas as pd

from newsframing.errors import UserError
from newsframing.frames.prevalence import clusters_of


def discovery_part(articles: pd.DataFrame, split: Mapping[str, object] | None) -> pd.Series:
    """Tell, an article each, whether it belongs to the discovery part; without a split every one does.

    ``split`` is the study's: ``discovery``, a share between 0 and 1, and ``seed`` (1 if not said). Stories are drawn,
    not articles: a cluster of copies is on one side whole. Clusters are ranked by a hash of the seed and their id, so
    the part does not hang on the order of the articles, and an article more moves few others.
    """
    if not split:
        return pd.Series(True, index=articles.index)
    share, seed = split.get("discovery"), split.get("seed", 1)
    if not isinstance(share, int | float) or isinstance(share, bool) or not 0 < share < 1:
        raise UserError(f"discovery is {share!r}", where="split", right="a share between 0 and 1, say 0.3")
    clusters = clusters_of(articles).astype(str)
    ranked = sorted(clusters.unique(), key=lambda name: sha256(f"{seed}:{name}".encode()).hexdigest())
    drawn = set(ranked[: max(1, round(share * len(ranked)))])
    return clusters.isin(drawn)
