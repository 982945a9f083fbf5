"""The stated rule that picks K, and a person's way round it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from newsframing.errors import UserError

#: mean matched Jaccard index of the top 20 terms: 2/3 means that 16 of 20 words, four of five, come again
STABLE = 2 / 3
#: differences of coherence below this are no reason to prefer the larger K, however sure they are
MARGIN = 0.005
RULE = (
    "Chosen is the smallest number of topics that no other clearly beats: of those whose topics come again in "
    "other samples of the articles (on average four of five of their first 20 words, a matched Jaccard index of 2/3, "
    "or less by no more than one standard error over the samples), the smallest whose coherence (NPMI) lies within "
    f"{MARGIN} of the highest, or within one standard error of the difference in the same samples where that is more. "
    "If none is that stable, the most stable one is chosen."
)


class Choice(NamedTuple):
    """The chosen K, why in a sentence, and a row a K: k, npmi, diversity, exclusivity, heldout, stability,
    stability_se, npmi_behind, npmi_behind_se, chosen.

    ``npmi_behind`` is how far its coherence lies behind the highest of the stable K; standard errors are over the
    resamples (nan for fewer than two), of npmi_behind over differences in the same resample.
    ``by_rule`` is what the rule picks, the same K but where a person has chosen another.
    """

    k: int
    why: str
    table: pd.DataFrame
    by_rule: int


def choose_k(search: pd.DataFrame, wanted: int | None = None) -> Choice:
    """Pick K from the joined search rows of a grid; ``wanted``, one of the numbers asked for, overrides the rule.

    The rule (``RULE``): topics that other articles would not bring back are no finding, and coherence alone crowns
    winners that people do not (Hoyle et al. 2021) and grows by cutting topics ever finer; so stability is a condition,
    and among stable K coherence decides, both as means over all fits. Of K that the resamples do not tell apart the
    smallest is taken, after the one-standard-error rule (Breiman, Friedman, Olshen & Stone 1984): a K that wins by the
    luck of the draw would be another one in the next run. The resamples overlap, so that the standard error is of the
    drawing alone and too small for other articles. Held-out likelihood is shown and decides nothing: it rises with K
    beyond what people can tell apart (Chang et al. 2009). Without resamples stability is unknown and its condition is
    left out. A grid of one K is the user's choice. UserError where ``wanted`` was not tried.
    """
    table = search.groupby("k", sort=True)[["npmi", "diversity", "exclusivity", "heldout"]].mean()
    drawn = search[search["resample"] > 0]
    stability = drawn.groupby("k")["stability"]
    table["stability"] = stability.mean().reindex(table.index)
    table["stability_se"] = (stability.std() / np.sqrt(stability.count())).reindex(table.index)
    leader = table.loc[_stable(table), "npmi"].round(6).idxmax() if _stable(table).any() else table["npmi"].idxmax()
    table["npmi_behind"] = table.loc[leader, "npmi"] - table["npmi"]
    behind = drawn.pivot_table(index="resample", columns="k", values="npmi").reindex(columns=table.index)
    gaps = behind.rsub(behind[leader], axis=0)
    table["npmi_behind_se"] = gaps.std() / np.sqrt(gaps.count())
    table = table.reset_index()
    k, why = _by_rule(table, int(search["k_asked"].min()))
    by_rule = k
    if wanted is not None:
        k, why = _wanted(search, wanted, by_rule)
    table["chosen"] = np.where(table["k"] == k, 1, 0)
    return Choice(k, why, table, by_rule)


def _stable(table: pd.DataFrame) -> pd.Series:
    """Tell which K are not clearly short of STABLE; all, where stability is not known."""
    if table["stability"].isna().all():
        return table["npmi"].notna()
    # six decimals: what a reader of the tables sees is what decides
    return (table["stability"] + table["stability_se"].fillna(0.0)).round(6) >= round(STABLE, 6)


def _wanted(search: pd.DataFrame, wanted: int, by_rule: int) -> tuple[int, str]:
    """Give the K that a person chose (lower where the corpus is too small for it), and say what the rule picks."""
    asked = sorted({int(k) for k in search["k_asked"]})
    if wanted not in asked:
        tried = ", ".join(map(str, asked))
        raise UserError(f"found {wanted}, which is not tried", where="key topics.choose", right=f"one of k: {tried}")
    k = int(search.loc[search["k_asked"] == wanted, "k"].iloc[0])
    other = "the rule picks the same" if k == by_rule else f"the rule would pick {by_rule}"
    return k, f"The study itself chooses this number; {other}."


def _by_rule(table: pd.DataFrame, least_asked: int) -> tuple[int, str]:
    """Apply the rule to a row a K: (K, why)."""
    known = bool(table["stability"].notna().any())
    stable = _stable(table)
    if len(table) == 1:
        k = int(table["k"].iloc[0])
        why = "The study asks for this number alone."
        if least_asked > k:
            why = f"The corpus is too small for more than {k} topics."
    elif not stable.any():
        k = int(table["k"][table["stability"].round(6).idxmax()])
        why = f"None of the {len(table)} numbers tried is stable enough; this one is the most stable."
    else:
        near = np.maximum(table["npmi_behind_se"].fillna(0.0), MARGIN)
        place = (stable & (table["npmi_behind"].round(6) <= near.round(6))).idxmax()
        k = int(table["k"][place])
        leader = int(table["k"][table.loc[stable, "npmi_behind"].idxmin()])
        enough = f"{int(stable.sum())} of the {len(table)} numbers tried are stable enough" if known else (
            f"{len(table)} numbers were tried, without resamples"
        )  # fmt: skip
        order = "has the highest coherence" if k == leader else "is the smallest that is not clearly behind the highest"
        order += f" ({table['npmi'][place]:.3f}"
        order += ")" if k == leader else f"; {leader} has {table['npmi'][table['k'] == leader].iloc[0]:.3f})"
        told = f", with a stability of {table['stability'][place]:.2f}" if known else ""
        why = f"{enough}; of these it {order}{told}."
    return k, why
