"""What verdicts are made of: the articles findings speak of, what each method says of them, and people's codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from newsframing.coding.codes import PEOPLE
from newsframing.evidence.groups import independent
from newsframing.evidence.response import Drawn, drawn_of
from newsframing.frames.prevalence import articles_of_findings

DICTIONARY, CLASSIFIER = "dictionary", "classifier"


@dataclass(frozen=True)
class Material:
    """One row an article, sorted by id: ``articles``; ``present`` and ``scores`` by (method, codebook, frame), (n,);
    ``codes`` by (codebook, frame), nan where nobody coded; ``drawn``: how they were drawn for coding, None: all alike;
    ``evidence``: rows of frame_evidence of these articles."""

    articles: pd.DataFrame
    present: dict[tuple[str, str, str], np.ndarray]
    scores: dict[tuple[str, str, str], np.ndarray]
    codes: dict[tuple[str, str], np.ndarray]
    drawn: Drawn | None
    evidence: pd.DataFrame

    @cached_property
    def clusters(self) -> np.ndarray:
        """Numbers of the independent stories, or of the events where there are many."""
        return np.unique(independent(self.articles).to_numpy().astype(str), return_inverse=True)[1]

    def methods(self, codebook: str) -> list[str]:
        """Methods that measure a codebook, the trained one first."""
        found = {method for method, book, _ in self.present if book == codebook}
        return sorted(found, key=lambda method: (method != CLASSIFIER, method == DICTIONARY, method))

    def any_present(self, codebook: str, frames: Sequence[str], method: str) -> np.ndarray:
        """Tell which articles have one of the frames, by one method: (n,) of 0 and 1 (KeyError: unmeasured)."""
        return np.max([self.present[method, codebook, frame] for frame in frames], axis=0)

    def any_score(self, codebook: str, frames: Sequence[str], method: str) -> np.ndarray:
        """Give the highest score of the frames, or presence where a method gives no score."""
        rows = [self.scores.get((method, codebook, f), self.present[method, codebook, f]) for f in frames]
        return np.max(np.asarray(rows, dtype=float), axis=0)

    def any_code(self, codebook: str, frames: Sequence[str]) -> np.ndarray | None:
        """Give people's codes for "one of the frames", nan where they leave it open; None where nobody coded one."""
        rows = [self.codes.get((codebook, frame)) for frame in frames]
        known = [row for row in rows if row is not None]
        if len(known) < len(rows):
            return None
        table = np.asarray(known, dtype=float)
        some = np.nanmax(np.where(np.isnan(table), -1.0, table), axis=0)
        # one frame found settles it, whatever of the others is missing
        return np.where(some == 1.0, 1.0, np.where(np.isnan(table).any(axis=0), np.nan, 0.0))

    def settled(self, codebook: str, frames: Sequence[str]) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Give the codes of "one of the frames" that have a probability, and that probability (None: all alike)."""
        codes = self.any_code(codebook, frames)
        return (codes, None) if codes is None or self.drawn is None else self.drawn.settle(codes)


def wide_tables(scores: pd.DataFrame, predictions: pd.DataFrame | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Set presence and score in one row an article, one column a (method, codebook, frame)."""
    cells = ["article_id", "method", "codebook", "frame"]
    tables = [scores[[*cells, "present"]].assign(score=np.nan)]
    if predictions is not None:
        # what was trained is judged and used out of fold wherever there is such a value
        best = predictions.sort_values("out_of_fold", kind="stable").drop_duplicates(cells, keep="last")
        tables.append(best[[*cells, "present", "score"]])
    both = pd.concat(tables, ignore_index=True).drop_duplicates(cells, keep="last")
    wide = both.pivot(index="article_id", columns=cells[1:], values=["present", "score"])
    return wide["present"], wide["score"]


def gather(
    articles: pd.DataFrame,
    present: pd.DataFrame,
    scores: pd.DataFrame,
    evidence: pd.DataFrame,
    gold: pd.DataFrame | None = None,
    design: pd.DataFrame | None = None,
    copies: str = "keep_one",
) -> Material:
    """Gather the material of a study from its tables; the makers' own codes are left out of ``gold``.

    ``present`` and ``scores`` as ``wide_tables`` gives them, ``evidence`` as the matcher does, ``gold`` as coding does,
    ``design``: the articles of the main wave's plan. A method that is silent on some articles measures no share of
    all of them, and is left out.
    """
    chosen = articles_of_findings(articles, copies).sort_values("article_id", ignore_index=True)
    ids = chosen["article_id"]
    values, given = present.reindex(ids), scores.reindex(ids)
    marked = {key: column.to_numpy(dtype=float) for key, column in values.items() if column.notna().all()}
    scored = {key: column.to_numpy(dtype=float) for key, column in given.items() if column.notna().all()}
    codes: dict[tuple[str, str], np.ndarray] = {}
    if gold is not None:
        people = gold[gold["kind"].isin(PEOPLE)]
        for (codebook, frame), part in people.groupby(["codebook", "frame"], sort=True):
            own = part.set_index("article_id")["present"].reindex(ids).astype("Float64")
            if own.notna().any():
                codes[str(codebook), str(frame)] = own.to_numpy(dtype=float, na_value=np.nan)
    drawn = None if design is None else drawn_of(design, ids)
    return Material(chosen, marked, scored, codes, drawn, evidence[evidence["article_id"].isin(ids)])
