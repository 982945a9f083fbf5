"""Measures beside presence: where in a story a frame stands, which frame leads, which come together, and over time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd

from newsframing.frames.prevalence import articles_of_findings, clusters_of
from newsframing.inference import DRAWS, LEVEL, SEED, bootstrap_draws, share_interval

KEYS = ["codebook", "frame", "method"]
FIELDS = ["title", "lead", "body"]
ARTICLE_COLUMNS = ["article_id", *KEYS, "present", "share", "title", "lead", "body", "dominant", "tied"]
MEASURE_COLUMNS = [
    *KEYS, "n", "n_present", "mean_share", "in_title", "in_lead", "in_body", "opens",
    "dominant", "dominant_low", "dominant_high", "tied",
]  # fmt: skip
COOCCURRENCE_COLUMNS = [
    "codebook", "frame", "codebook_other", "frame_other", "method", "n_frame", "n_other", "n_both", "n_shared", "n",
    "expected", "odds_ratio", "phi", "low", "high",
]  # fmt: skip
TIME_COLUMNS = [*KEYS, "period", "start", "n", "estimate", "low", "high"]
#: under this many stories a cell is counted, not estimated
LEAST = 20
#: this many cells of that size make a line
CELLS = 3


def article_measures(scores: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Give one row an article, frame and method: present, share of sentences, position, and whether it dominates.

    ``title``, ``lead`` and ``body`` are 1 where evidence of the frame stands in that field. ``dominant`` is 1 for the
    frame of a codebook with the largest share of an article's sentences; ``tied`` says how many frames share that
    place (1: it leads alone; 0: it does not lead). Order and rows are those of ``scores``. Where scores came without
    any evidence, the three fields are missing: nobody knows where a frame stands.
    """
    table = scores[["article_id", *KEYS, "present", "share"]].reset_index(drop=True)
    places = evidence[["article_id", "codebook", "frame", "field"]].drop_duplicates()
    keyed = pd.MultiIndex.from_frame(table[["article_id", "codebook", "frame"]])
    unknown = evidence.empty and bool((table["present"] == 1).any())
    for field in FIELDS:
        if unknown:
            table[field] = np.nan
            continue
        own = pd.MultiIndex.from_frame(places.loc[places["field"] == field, ["article_id", "codebook", "frame"]])
        table[field] = np.asarray(keyed.isin(own) & (table["present"] == 1), dtype=np.int8)
    group = [table["article_id"], table["codebook"], table["method"]]
    share = table["share"].where(table["present"] == 1, 0.0).round(6)
    leads = (share == share.groupby(group, sort=False).transform("max")) & (share > 0)
    table["dominant"] = leads.astype(np.int8)
    table["tied"] = (leads.groupby(group, sort=False).transform("sum") * leads).astype(np.int16)
    return table[ARTICLE_COLUMNS]


def _by_frame(table: pd.DataFrame) -> Iterator[tuple[tuple[str, str, str], pd.DataFrame]]:
    """Go through codebook, frame and method in the order of the scores."""
    for key, part in table.groupby(KEYS, sort=False):
        yield (str(key[0]), str(key[1]), str(key[2])), part


def measures_table(
    measures: pd.DataFrame, articles: pd.DataFrame, copies: str = "keep_one", draws: int = DRAWS, seed: int = SEED
) -> pd.DataFrame:
    """Sum the measures up over the articles in focus: the table frame_measures.

    ``mean_share`` is the mean share of sentences, and ``in_title``, ``in_lead``, ``in_body`` the share with evidence
    in that field, over the ``n_present`` stories that have the frame; ``opens``: in headline or lead. ``dominant``,
    with an interval over stories, is the share of all ``n`` stories in which the frame leads its codebook alone,
    ``tied`` of those in which it shares that place.
    """
    chosen = articles_of_findings(articles, copies).sort_values("article_id", ignore_index=True)
    clusters = dict(zip(chosen["article_id"], clusters_of(chosen), strict=True))
    inside = measures[measures["article_id"].isin(clusters)].sort_values("article_id", kind="stable")
    order = measures[KEYS].drop_duplicates()
    rows: list[tuple[object, ...]] = []
    parts = dict(_by_frame(inside))
    for key in order.itertuples(index=False, name=None):
        if key not in parts:
            continue
        part = parts[key]
        alone = (part["tied"] == 1).to_numpy(dtype=float)
        dominant = share_interval(alone, part["article_id"].map(clusters).to_numpy(), draws, seed)
        own = part[part["present"] == 1]
        opens = own[["title", "lead"]].max(axis=1)
        means = [float(column.mean()) for column in (own["share"], *(own[field] for field in FIELDS), opens)]
        rows.append((*key, len(part), len(own), *means, *dominant, float((part["tied"] > 1).mean())))
    return pd.DataFrame(rows, columns=MEASURE_COLUMNS)


def _presence(
    scores: pd.DataFrame, articles: pd.DataFrame, copies: str
) -> Iterator[tuple[str, list[tuple[str, str]], pd.DataFrame, np.ndarray]]:
    """Give each method: its frames in order, the articles of findings that it scored, and presence (n, frames)."""
    chosen = articles_of_findings(articles, copies).sort_values("article_id", ignore_index=True)
    for method, part in scores.groupby("method", sort=False):
        frames = [tuple(row) for row in part[["codebook", "frame"]].drop_duplicates().itertuples(index=False)]
        wide = part.pivot(index="article_id", columns=["codebook", "frame"], values="present")
        scored = chosen[chosen["article_id"].isin(wide.index)].reset_index(drop=True)
        if len(scored) and frames:
            columns = pd.MultiIndex.from_tuples(frames)
            present = wide.reindex(index=scored["article_id"], columns=columns).to_numpy(dtype=float)
            whole = ~np.isnan(present).any(axis=1)
            yield str(method), frames, scored[whole].reset_index(drop=True), present[whole]


def _phi(one: np.ndarray, other: np.ndarray, both: np.ndarray) -> np.ndarray:
    """Give the correlation of two marks from the shares of each and of both; nan where one never or always stands."""
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt(one * (1 - one) * other * (1 - other))
        return np.where(spread > 1e-12, (both - one * other) / spread, np.nan)


def _shared_words(evidence: pd.DataFrame, ids: pd.Series) -> pd.Series:
    """Count, by pair of frames, the stories in which the same words are evidence of both."""
    own = evidence.loc[evidence["article_id"].isin(ids), ["article_id", "field", "sentence", "start", "end"]]
    name = evidence.loc[own.index, "codebook"].astype(str) + "/" + evidence.loc[own.index, "frame"].astype(str)
    own = own.assign(name=name)
    pairs = own.merge(own, on=["article_id", "field", "sentence"])
    overlap = (pairs["start_x"] < pairs["end_y"]) & (pairs["start_y"] < pairs["end_x"])
    pairs = pairs[overlap & (pairs["name_x"] != pairs["name_y"])]
    return pairs.groupby(["name_x", "name_y"])["article_id"].nunique()


def cooccurrence(
    scores: pd.DataFrame,
    evidence: pd.DataFrame,
    articles: pd.DataFrame,
    copies: str = "keep_one",
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Tell how often two frames stand in the same story, against what chance would give: frame_cooccurrence.

    One row a pair of frames of one method, of one codebook or two. ``n_both`` of ``n`` stories have both, in
    ``n_shared`` of them by the same words (such a pair tells about the word lists, not about stories); ``expected``
    would if the two were independent; ``odds_ratio`` with a half added to each cell (Haldane 1956,
    Anscombe 1956), so that an empty one keeps it finite; ``phi`` is the correlation of the two marks (-1 to 1), low
    and high the ends of its percentile bootstrap interval over stories: missing where a frame is in all stories or
    in none.
    """
    rows: list[tuple[object, ...]] = []
    for method, frames, chosen, present in _presence(scores, articles, copies):
        pairs = list(combinations(range(len(frames)), 2))
        if not pairs or len(chosen) < 2:
            continue
        first, second = (np.array(side) for side in zip(*pairs, strict=True))
        both = present[:, first] * present[:, second]
        n, counts, together = len(present), present.sum(axis=0), both.sum(axis=0)
        clusters = clusters_of(chosen).to_numpy()
        means = bootstrap_draws(np.hstack([present, both]), clusters, draws, seed)
        single, joint = means[:, : len(frames)], means[:, len(frames) :]
        drawn = _phi(single[:, first], single[:, second], joint)
        phi = _phi(counts[first] / n, counts[second] / n, together / n)
        ends = np.full((2, len(pairs)), np.nan)
        known = ~np.isnan(phi)
        shared = _shared_words(evidence, chosen["article_id"])
        unknown = evidence.empty and bool(counts.any())  # scores that came without evidence
        tail = (1 - LEVEL) / 2
        if known.any():
            ends[:, known] = np.nanquantile(drawn[:, known], [tail, 1 - tail], axis=0)
        for place, (one, other) in enumerate(pairs):
            k, a, b = together[place], counts[one], counts[other]
            odds = ((k + 0.5) * (n - a - b + k + 0.5)) / ((a - k + 0.5) * (b - k + 0.5))
            same: int | None = min(int(k), int(shared.get(("/".join(frames[one]), "/".join(frames[other])), 0)))
            same = None if unknown else same
            known_of = (method, int(a), int(b), int(k), same, n, a * b / n, odds, phi[place], *ends[:, place])
            rows.append((*frames[one], *frames[other], *known_of))
    return pd.DataFrame(rows, columns=COOCCURRENCE_COLUMNS).astype({"n_shared": "Int64"})


def period_of(published: pd.Series) -> tuple[str, pd.Series]:
    """Choose the shortest period of which at least three have 20 stories, week before month, and date each story.

    Gives the period's name and each story's first day of it (weeks begin on Monday); an undated story has none. Where
    neither bears a line the months are given.
    """
    days = pd.to_datetime(published.where(published.notna()), errors="coerce", format="%Y-%m-%d")
    weeks = (days - pd.to_timedelta(days.dt.day_of_week, unit="D")).dt.strftime("%Y-%m-%d")
    months = days.dt.strftime("%Y-%m-01")
    if (weeks.value_counts() >= LEAST).sum() >= CELLS:
        return "week", weeks
    return "month", months


def over_time(
    scores: pd.DataFrame, articles: pd.DataFrame, copies: str = "keep_one", draws: int = DRAWS, seed: int = SEED
) -> pd.DataFrame:
    """Estimate the share of stories with each frame by week or month: the table frame_time.

    The period is chosen by ``period_of``. Every cell with a story is listed with its ``n``; only one of 20 stories or
    more has an estimate, so that nobody draws a trend through a handful.
    """
    rows: list[tuple[object, ...]] = []
    for method, frames, chosen, present in _presence(scores, articles, copies):
        period, starts = period_of(chosen["published"])
        clusters = clusters_of(chosen).to_numpy()
        for start in sorted(starts.dropna().unique()):
            inside = (starts == start).to_numpy(dtype=bool)
            n = int(inside.sum())
            ends = [np.full(len(frames), np.nan)] * 3
            if n >= LEAST:
                ends = [np.asarray(e) for e in share_interval(present[inside], clusters[inside], draws, seed)]
            for column, frame in enumerate(frames):
                rows.append((*frame, method, period, start, n, *(float(part[column]) for part in ends)))
    table = pd.DataFrame(rows, columns=TIME_COLUMNS)
    order = {key: place for place, key in enumerate(scores[KEYS].drop_duplicates().itertuples(index=False, name=None))}
    place = [order[key] for key in table[KEYS].itertuples(index=False, name=None)]
    return table.assign(_place=place).sort_values(["_place", "start"], ignore_index=True)[TIME_COLUMNS]
