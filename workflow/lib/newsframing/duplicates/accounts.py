"""Accounts of copies: every cluster, who copies whom, and how many independent stories a set of articles is worth."""

from __future__ import annotations

import pandas as pd

CLUSTER_COLUMNS = ["cluster_id", "n", "outlets", "first", "last", "jaccard_min", "title"]
COPYING_COLUMNS = ["outlet", "outlet_other", "n"]
INDEPENDENCE_COLUMNS = ["group", "value", "n", "n_clusters", "effective_n"]


def copies_table(articles: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """List the clusters of two articles or more, the largest first.

    Columns: cluster_id, n, outlets (joined by "; "), first and last day, jaccard_min (the least 3-gram Jaccard of a
    pair inside the cluster), title of the representative.
    """
    cluster = dict(zip(articles["article_id"], articles["cluster_id"], strict=True))
    inside = pairs[pairs["kind"] != "part"]
    inside = inside.assign(cluster_id=inside["article_id"].map(cluster), other=inside["copy_of"].map(cluster))
    least = inside[inside["cluster_id"] == inside["other"]].groupby("cluster_id")["jaccard"].min()
    rows = []
    for name, group in articles[articles["cluster_id"].duplicated(keep=False)].groupby("cluster_id", sort=True):
        days = sorted(day for day in group["published"] if isinstance(day, str))
        outlets = sorted({outlet for outlet in group["outlet"] if isinstance(outlet, str)})
        title = group.loc[group["article_id"] == name, "title"]
        rows.append(
            (
                name,
                len(group),
                "; ".join(outlets) or None,
                days[0] if days else None,
                days[-1] if days else None,
                least.get(name),
                title.iloc[0] if len(title) else None,
            )
        )
    rows.sort(key=lambda row: (-row[1], row[0]))
    return pd.DataFrame(rows, columns=CLUSTER_COLUMNS).astype({"n": "int64", "jaccard_min": float})


def copying_table(articles: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Count who copies whom: articles of ``outlet`` whose text an earlier one of ``outlet_other`` has (exact or near).

    An outlet may copy itself: it prints a story again, or edited. Earlier is by day, then by id: two outlets that took
    one wire report on one day are in the table in one direction only, which says nothing about who was first.
    """
    outlet = dict(zip(articles["article_id"], articles["outlet"].fillna(""), strict=True))
    copies = pairs[(pairs["kind"] != "part") & pairs["article_id"].isin(outlet) & pairs["copy_of"].isin(outlet)]
    named = pd.DataFrame(
        {
            "outlet": copies["article_id"].map(outlet),
            "outlet_other": copies["copy_of"].map(outlet),
            "article_id": copies["article_id"],
        }
    )
    counted = named.groupby(["outlet", "outlet_other"], sort=True)["article_id"].nunique().rename("n").reset_index()
    return counted.sort_values(["n", "outlet", "outlet_other"], ascending=[False, True, True])[COPYING_COLUMNS]


def effective_n(clusters: pd.Series) -> float:
    """Give the number of independent stories that articles with these cluster ids are worth: (sum m)² / sum m².

    m is the number of articles in a cluster. It is Kish's effective sample size (Survey Sampling, 1965, 11.7) with a
    cluster as one story: n where nothing is copied, 1 where all is one text, 0 of nothing.
    """
    sizes = clusters.value_counts()
    return float(sizes.sum() ** 2 / (sizes**2).sum()) if len(sizes) else 0.0


def independence_table(articles: pd.DataFrame) -> pd.DataFrame:
    """Tell for all articles, those in focus and each outlet: n, n_clusters, effective_n (see ``effective_n``).

    ``articles`` needs outlet, focus and cluster_id; the counted ones only. A cluster that several outlets share counts
    in each of them with the articles it has there.
    """
    groups = [("all", "all", articles), ("focus", "in focus", articles[articles["focus"].astype(bool)])]
    named = articles[articles["outlet"].notna()]
    groups += [("outlet", str(outlet), group) for outlet, group in named.groupby("outlet", sort=True)]
    rows = [
        (group, value, len(part), part["cluster_id"].nunique(), effective_n(part["cluster_id"]))
        for group, value, part in groups
    ]
    return pd.DataFrame(rows, columns=INDEPENDENCE_COLUMNS)
