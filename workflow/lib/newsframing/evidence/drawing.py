"""Drawing articles for coding: how many, with which probabilities, and who of the coders gets which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from newsframing.coding.codes import MAIN
from newsframing.coding.plans import DRIFT, PLAN_COLUMNS, seed_of
from newsframing.evidence.sampling import CODE_ALL, draw, half_width, inclusion_probabilities, size_for

#: half-width aimed at where none is stated, and the share of articles for which it is foreseen
HALF_WIDTH, SHARE = 0.05, 0.30
#: articles of a pilot or a drift wave, and articles that every coder gets, where nothing else is stated
FEW, OVERLAP = 30, 100
#: periods of one study at most; more of them would leave strata of a handful
PERIODS = 6
#: what a coder is thought to need: words read a minute, and minutes for each decision on a frame
WORDS_A_MINUTE, MINUTES_A_FRAME = 200, 0.2
SIZES = (50, 100, 150, 200, 300, 400, 600, 800, 1000, 1500)
SIZE_COLUMNS = ["codes", "share_10", "share_30", "share_50", "share_30_predicted"]
#: correlation of codes and predictions in the last column of that table
_PREDICTED = 0.5


def periods(published: pd.Series) -> pd.Series:
    """Name the period of each article: its month, or year, or sixth of the articles by date, by what is few enough."""
    days = published.astype("str").where(published.notna(), "")
    for length in (7, 4):
        cut = days.str.slice(0, length).where(days != "", "undated")
        if cut.nunique() <= PERIODS:
            return cut
    dated = days[days != ""]
    place = dated.rank(method="min").sub(1).mul(PERIODS).floordiv(len(dated)).astype(int)
    return ("sixth " + (place + 1).astype(str)).reindex(published.index, fill_value="undated")


def strata(articles: pd.DataFrame, kinds: Mapping[str, str]) -> pd.Series:
    """Name the stratum of each article: kind of outlet (``kinds``: outlet to kind) and period."""
    kind = articles["outlet"].map(lambda outlet: kinds.get(str(outlet), "kind unknown"))
    return kind.astype(str) + ", " + periods(articles["published"])


def sample_size(n: int, wave: str, stated: int | None, wanted: float | None) -> int:
    """Settle how many of ``n`` articles are drawn: the stated number, else by the half-width that is wanted.

    In a main wave of CODE_ALL articles or fewer, all of them; a pilot or drift wave takes FEW.
    """
    if stated is not None:
        return min(stated, n)
    if wave != MAIN:
        return min(FEW, n)
    if n <= CODE_ALL and wanted is None:
        return n
    return size_for(wanted or HALF_WIDTH, n, SHARE)


def sizes_table(n: int, chosen: int) -> pd.DataFrame:
    """Foresee the half-width of a 95 % interval by number of codes, for shares of .10, .30 and .50: SIZE_COLUMNS.

    The last column counts on predictions that correlate at .5 with the codes; the others on none.
    """
    sizes = sorted({size for size in (*SIZES, chosen) if size <= n})
    shares = ((0.10, 0.0), (0.30, 0.0), (0.50, 0.0), (0.30, _PREDICTED))
    rows = [(size, *(half_width(size, n, share, correlation) for share, correlation in shares)) for size in sizes]
    return pd.DataFrame(rows, columns=SIZE_COLUMNS)


def hours(words: float, decisions: int) -> float:
    """Give the hours that a coder needs for so many words and decisions."""
    return (words / WORDS_A_MINUTE + decisions * MINUTES_A_FRAME) / 60


def draw_articles(
    articles: pd.DataFrame,
    scores: np.ndarray,
    kinds: Mapping[str, str],
    study: str,
    wave: str,
    size: int,
    coders: Sequence[str],
    overlap: int,
) -> pd.DataFrame:
    """Draw ``size`` of ``articles`` (article_id, outlet, published) and share them out: PLAN_COLUMNS, by article_id.

    ``scores`` (n, frames): predictions, in the order of ``articles``, which raise the probabilities of the main wave;
    pilot and drift draw all alike. The first ``overlap`` of those drawn, in random order, go to every coder, the rest
    in turn to one each.
    """
    order = articles["article_id"].argsort(kind="stable").to_numpy()
    own, said = articles.iloc[order].reset_index(drop=True), scores[order]
    stratum = strata(own, kinds)
    size = min(size, len(own))
    if wave == MAIN:
        chance = inclusion_probabilities(said, size, stratum.to_numpy())
    else:
        chance = np.full(len(own), size / len(own))
    # the file rounds, and the draw must be that of the file
    chance = chance.round(6)
    seed = seed_of(study, wave)
    places = np.arange(len(own)) if size == len(own) else draw(chance, seed, stratum.to_numpy())
    drawn = np.zeros(len(own), dtype=int)
    drawn[places] = 1
    names = np.full(len(own), "", dtype=object)
    shuffled = np.random.default_rng([seed, 1]).permutation(places)
    for number, place in enumerate(shuffled):
        names[place] = " ".join(coders) if number < overlap else coders[(number - overlap) % len(coders)]
    table = pd.DataFrame({
        "article_id": own["article_id"], "stratum": stratum, "probability": chance, "drawn": drawn, "coders": names,
    })  # fmt: skip
    return table[PLAN_COLUMNS]


def population(articles: pd.DataFrame, wave: str, codes: pd.DataFrame | None) -> pd.DataFrame:
    """Give the articles that a wave is drawn from: a drift wave takes those that people coded in the main wave."""
    if wave != DRIFT:
        return articles
    if codes is None:
        return articles.iloc[:0]
    done = codes.loc[(codes["wave"] == MAIN) & (codes["kind"] == "human"), "article_id"]
    return articles[articles["article_id"].isin(done)]
