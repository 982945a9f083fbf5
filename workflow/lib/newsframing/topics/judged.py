"""Intrusion forms that have come back: read, held against the key, and scored beside the automatic measures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from newsframing.errors import UserError
from newsframing.inference import share_interval, wilson
from newsframing.sheets import LINE, read_sheet
from newsframing.topics.intrusion import DOCUMENT, LETTERS, TASKS, WORD

#: columns that tell an intrusion form from other sheets
HEADER = ("item", "answer")
ALL = "all"
TABLE_COLUMNS = [
    "task", "topic", "label", "n", "n_items", "n_coders", "right", "precision", "low", "high", "interval", "chance",
    "agreement", "kappa", "npmi", "stability",
]  # fmt: skip
JUDGEMENT_COLUMNS = ["item", "coder", "answer", "file", "where"]
_ITEM = re.compile(rf"({'|'.join(TASKS)})-([0-9a-f]{{8}})-(\d+)\Z")
_FORM_NAME = re.compile(rf"({WORD}|{DOCUMENT})_intrusion", re.IGNORECASE)


class _Place(NamedTuple):
    file: str
    where: str


def read_judgements(files: Iterable[Path], answers: pd.DataFrame) -> pd.DataFrame:
    """Read every form among ``files`` (others are passed over): item, coder, answer (a letter), file, where; sorted.

    The coder is who the column ``coder`` names, in this row or once for the whole form, else the file's name without
    "word_intrusion". An answer is a letter, or an option written out. Empty answers are left out; the same answer given
    twice by a coder counts once. UserError for an item or an answer that is none, for a form made of another model, and
    where a coder has answered an item in two ways.
    """
    key = {str(record["item"]): record for record in answers.to_dict("records")}
    given: dict[tuple[str, str], tuple[str, _Place]] = {}
    for path in sorted(files):
        table = read_sheet(path, path.name, HEADER)
        if table is None:
            continue
        names = sorted({name for name in table.get("coder", pd.Series(dtype=str)) if name})
        alone = names[0] if len(names) == 1 else _coder_of(path)
        for row in table.to_dict("records"):
            place = _Place(path.name, f"line {row[LINE]}")
            item = row["item"].lower()
            if not item and not row["answer"]:
                continue
            _check_item(item, key, place)
            if not row["answer"]:
                continue
            answer = _letter(row["answer"], key[item], place)
            coder = row.get("coder") or alone
            before, first = given.setdefault((item, coder), (answer, place))
            if before != answer:
                raise UserError(
                    f"the coder '{coder}' answers {item} with {answer}, but with {before} in {first.file}, "
                    f"{first.where}",
                    file=place.file,
                    where=place.where,
                    right="keep one of the two, or give two coders two names",
                )
    rows = [(item, coder, answer, *place) for (item, coder), (answer, place) in sorted(given.items())]
    return pd.DataFrame(rows, columns=JUDGEMENT_COLUMNS)


def _coder_of(path: Path) -> str:
    return _FORM_NAME.sub("", path.stem).strip(" _-.()") or path.stem


def _check_item(item: str, key: Mapping[str, object], place: _Place) -> None:
    if item in key:
        return
    parts = _ITEM.match(item)
    if parts is None:
        raise UserError(
            f"'{item}' is no item of an intrusion form", **place._asdict(), right="leave the column item as it was"
        )
    fingerprints = {known.rsplit("-", 1)[0] for known in key}
    if f"{parts[1]}-{parts[2]}" not in fingerprints:
        raise UserError(
            f"the item {item} is of a form made from another model or other articles",
            **place._asdict(),
            right="take the file out of the folder, or go back to the settings that it was made with",
        )
    raise UserError(f"the form has no item {item}", **place._asdict(), right="leave the column item as it was")


def _letter(answer: str, item: Mapping[str, object], place: _Place) -> str:
    """Give the letter of an answer, which may be an option written out."""
    letters = LETTERS[: int(str(item["n_options"]))]
    if answer.upper() in letters:
        return answer.upper()
    meant = [letter for letter in letters if str(item[letter]).casefold() == answer.casefold()]
    if len(meant) == 1:
        return meant[0]
    shown = answer if len(answer) <= 40 else f"{answer[:40]}…"
    raise UserError(
        f"the answer '{shown}' to {item['item']} is none of the options",
        **place._asdict(),
        right=f"expected: one of {', '.join(letters)}",
    )


def score_judgements(judgements: pd.DataFrame, answers: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    """Score judgements: for each task one row over all topics, then one row a topic that was judged.

    ``precision`` is the share of judgements that name the intruder (Chang et al. 2009), ``chance`` what guessing would
    give. Intervals, 95 %: of a topic Wilson's, as if judgements were independent, so that it is somewhat too narrow
    where several coders judge few items; over all topics a bootstrap that draws whole topics. ``agreement``: the share
    of pairs of coders who give the same answer to an item, mean over the items that two or more have answered;
    ``kappa``: the same beyond chance, where chance is one in so many options (Brennan & Prediger 1981). ``topics``
    has topic, label, npmi and stability; the last two stand beside, over all topics as the mean of those judged.
    """
    table = judgements.merge(answers, on="item", how="inner", validate="many_to_one")
    table["hit"] = (table["answer"] == table["right"]).astype(float)
    facts = topics.set_index("topic")
    rows = []
    for task in TASKS:
        mine = table[table["task"] == task]
        if mine.empty:
            continue
        judged = facts.loc[sorted(mine["topic"].unique())]
        whole = share_interval(mine["hit"].to_numpy(), mine["topic"].to_numpy())
        rows.append(
            {"task": task, "topic": ALL, "label": "", **_counts(mine), "low": whole.low, "high": whole.high,
             "interval": "bootstrap over topics" if len(judged) > 1 and 0 < whole.estimate < 1 else "wilson",
             "npmi": judged["npmi"].mean(), "stability": judged["stability"].mean()}
        )  # fmt: skip
        for topic, group in mine.groupby("topic", sort=True):
            low, high = wilson(group["hit"].sum(), len(group))
            fact = facts.loc[topic]
            rows.append(
                {"task": task, "topic": str(topic), "label": fact["label"], **_counts(group), "low": low, "high": high,
                 "interval": "wilson", "npmi": fact["npmi"], "stability": fact["stability"]}
            )  # fmt: skip
    return pd.DataFrame(rows, columns=TABLE_COLUMNS)


def _counts(group: pd.DataFrame) -> dict[str, object]:
    agreement, kappa = agree(group)
    return {
        "n": len(group),
        "n_items": group["item"].nunique(),
        "n_coders": group["coder"].nunique(),
        "right": int(group["hit"].sum()),
        "precision": group["hit"].mean(),
        "chance": (1 / group["n_options"]).mean(),
        "agreement": agreement,
        "kappa": kappa,
    }


def agree(group: pd.DataFrame) -> tuple[float, float]:
    """Give the mean share of agreeing pairs of coders an item, and the same beyond chance; nan without a pair.

    Options stand in random order, so that letters mean nothing across items and chance is one in so many options.
    """
    observed, beyond = [], []
    for _, item in group.groupby("item", sort=True):
        times, n = item["answer"].value_counts().to_numpy(), len(item)
        if n > 1:
            chance = 1 / float(item["n_options"].iloc[0])
            observed.append(float((times * (times - 1)).sum() / (n * (n - 1))))
            beyond.append((observed[-1] - chance) / (1 - chance))
    return (float(np.mean(observed)), float(np.mean(beyond))) if observed else (float("nan"), float("nan"))
