"""Terms proposed for a codebook: words that come with a frame and are not among its terms, for a person to judge.

``python -m newsframing.frames.proposals STUDY`` (``make proposals STUDY=…``) writes them to
reports/STUDY/coding/term_proposals.csv. Nothing reads that file: a term becomes one when a person writes it into the
codebook. Of a study with a ``split`` only the discovery part is looked at, so that terms chosen here can be judged on
the rest.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from newsframing.articles import TEXT_FIELDS
from newsframing.cleaning.outlets import Outlets
from newsframing.errors import UserError
from newsframing.frames.codebook import Codebook, read_codebook
from newsframing.frames.keyness import AGENCIES, log_odds
from newsframing.frames.prevalence import articles_of_findings
from newsframing.frames.sentences import split_sentences
from newsframing.frames.split import discovery_part
from newsframing.patterns import WORD, Terms
from newsframing.settings import load_yaml
from newsframing.steps import MARK
from newsframing.tables import read_csv, read_parquet, write_csv
from newsframing.tokens import stop_words
from newsframing.tokens.words import StopWords

COLUMNS = [
    "codebook", "frame", "term", "n_sentences", "n_sentences_all", "n_stories", "z_sentences", "z_stories",
    "term_of", "accept", "note",
]  # fmt: skip
#: sentences that a frame must have, and sentences and stories in which a word must stand with it
LEAST, WITH_FRAME, IN_STORIES = 20, 4, 3
PROPOSED, NOTABLE = 15, 1.96
#: words that the prior counts for
_PRIOR = 500.0


def candidates(sentence: str, stops: StopWords, names: frozenset[str] = frozenset()) -> set[str]:
    """Give the words of a sentence that could be terms, and its pairs of neighbouring words.

    A word of three letters or more that is no function word, name of an outlet or agency; of a pair, neither may be a
    function word and one must be able to stand alone.
    """
    words = [(m.group().lower(), m.start(), m.end()) for m in WORD.finditer(sentence)]

    def alone(word: str) -> bool:
        return len(word) > 2 and not word[0].isdigit() and word not in stops.gaps | stops.weak | names

    found = {word for word, _, _ in words if alone(word)}
    for (one, _, end), (two, start, _) in pairwise(words):
        joined = sentence[end:start] in (" ", "-", "\xa0")
        whole = not {one, two} & (stops.gaps | names) and len(one) > 1 and len(two) > 1
        if joined and whole and (alone(one) or alone(two)) and not (one + two).isdigit():
            found.add(f"{one} {two}")
    return found


class _Sentences:
    """All sentences of some stories as rows of candidates (0/1), with the story and the place of each."""

    def __init__(self, articles: pd.DataFrame, stops: StopWords, names: frozenset[str]) -> None:
        numbers: dict[str, int] = {}
        self.texts: dict[tuple[str, str], str] = {}
        rows: list[int] = []
        columns: list[int] = []
        self.place: dict[tuple[str, str, int], int] = {}
        story: list[int] = []
        for at, article in enumerate(articles.sort_values("article_id").itertuples(index=False)):
            for field in TEXT_FIELDS:
                text = getattr(article, field)
                if not isinstance(text, str):
                    continue
                self.texts[article.article_id, field] = text
                for number, (start, end) in enumerate(split_sentences(text)):
                    row = self.place[(article.article_id, field, number)] = len(story)
                    story.append(at)
                    for word in sorted(candidates(text[start:end], stops, names)):
                        rows.append(row)
                        columns.append(numbers.setdefault(word, len(numbers)))
        self.story = np.array(story, dtype=int)
        self._numbers, self._vocabulary = numbers, (stops, names)
        self.words = np.array(list(numbers), dtype=object)
        shape = (len(story), len(numbers))
        self.marks = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)

    def with_frame(self, evidence: pd.DataFrame) -> tuple[np.ndarray, sparse.csr_matrix]:
        """Mark the sentences that hold evidence; give them with the words of the evidence itself taken out."""
        marked = np.zeros(len(self.story), dtype=bool)
        cells: set[tuple[int, int]] = set()
        for key in evidence[["article_id", "field", "sentence", "start", "end"]].itertuples(index=False, name=None):
            article, field, number, start, end = str(key[0]), str(key[1]), int(key[2]), int(key[3]), int(key[4])
            row = self.place.get((article, field, number))
            if row is not None:
                marked[row] = True
                matched = candidates(self.texts[article, field][start:end], *self._vocabulary)
                cells |= {(row, self._numbers[word]) for word in matched if word in self._numbers}
        ordered = sorted(cells)
        rows, columns = [row for row, _ in ordered], [column for _, column in ordered]
        own = sparse.csr_matrix((np.ones(len(ordered)), (rows, columns)), shape=self.marks.shape)
        return marked, (self.marks - self.marks.multiply(own)).tocsr()[marked]


def propose(
    articles: pd.DataFrame,
    evidence: pd.DataFrame,
    codebooks: Sequence[Codebook],
    stops: StopWords,
    names: Iterable[str] = (),
) -> pd.DataFrame:
    """Propose up to 15 terms a frame, the strongest first: the table term_proposals.

    ``n_sentences`` of the ``n_sentences_all`` sentences with the word hold the frame by other words, in ``n_stories``
    stories; ``z_sentences`` compares sentences with the frame and without it, ``z_stories`` the other sentences of
    stories with the frame and those of stories without it (log-odds with an informative prior, see ``keyness``). A word
    stands in four sentences with the frame and in three such stories at least. What the frame's own terms find is left
    out; ``term_of`` names other frames of the codebook whose terms find it. ``accept`` and ``note`` are for a person.
    """
    single = frozenset(name.lower() for name in names) | AGENCIES
    sentences = _Sentences(articles, stops, single)
    totals = np.asarray(sentences.marks.sum(axis=0)).ravel()
    tables: list[pd.DataFrame] = []
    for book in codebooks:
        finders = {frame.id: Terms(frame.terms) for frame in book.measured}
        for frame in book.measured:
            own = evidence[(evidence["codebook"] == book.id) & (evidence["frame"] == frame.id)]
            marked, beside = sentences.with_frame(own)
            if min(marked.sum(), (~marked).sum()) < LEAST:
                continue
            found = _strong(sentences, marked, beside, totals, finders[frame.id])
            found["term_of"] = [_term_of(str(word), finders, frame.id) for word in found["term"]]
            tables.append(found.assign(codebook=book.id, frame=frame.id, accept="", note="")[COLUMNS])
    tables = [table for table in tables if len(table)]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)


def _term_of(word: str, finders: Mapping[str, Terms], own: str) -> str:
    return "; ".join(name for name, finder in finders.items() if name != own and finder.count(word))


def _strong(
    sentences: _Sentences, marked: np.ndarray, words: sparse.csr_matrix, totals: np.ndarray, own: Terms
) -> pd.DataFrame:
    """List the words that stand out in the marked sentences and are not found by the frame's own terms.

    ``words`` are the marked sentences without the words that made them so.
    """
    stories = np.zeros(sentences.story.max() + 1, dtype=bool)
    stories[sentences.story[marked]] = True
    beside = stories[sentences.story] & ~marked
    elsewhere = ~stories[sentences.story]
    inside = np.asarray(words.sum(axis=0)).ravel()
    outside, near, far = (
        np.asarray(sentences.marks[rows].sum(axis=0)).ravel() for rows in (~marked, beside, elsewhere)
    )
    prior = _PRIOR * np.maximum(totals, 0.5) / np.maximum(totals, 0.5).sum()
    z = log_odds(inside, outside, prior)[1]
    cells = words.tocoo()
    stands = cells.data > 0
    pairs = np.unique(np.column_stack([sentences.story[marked][cells.row[stands]], cells.col[stands]]), axis=0)
    in_stories = np.bincount(pairs[:, 1], minlength=len(totals)) if len(pairs) else np.zeros(len(totals), dtype=int)
    table = pd.DataFrame(
        {
            "term": sentences.words, "n_sentences": inside.astype(int), "n_sentences_all": totals.astype(int),
            "n_stories": in_stories, "z_sentences": z, "z_stories": log_odds(near, far, prior)[1],
        }
    )  # fmt: skip
    table = table[(table["n_sentences"] >= WITH_FRAME) & (table["n_stories"] >= IN_STORIES) & (z >= NOTABLE)]
    ranked = table.sort_values(["z_sentences", "term"], ascending=[False, True])
    # as an array: an empty list would choose columns, none of them
    fresh = np.array([not own.count(str(word)) for word in ranked["term"]], dtype=bool)
    return ranked[fresh].head(PROPOSED).reset_index(drop=True)


def main(arguments: Sequence[str], root: Path = Path()) -> int:
    """Run the command; a fault is one sentence and status 1."""
    parser = argparse.ArgumentParser(prog="make proposals", description="Propose terms for a study's codebooks.")
    parser.add_argument("study", nargs="?", default="", help="the id of the study; it must have run")
    try:
        table, told = _run(root, parser.parse_args(arguments).study)
    except UserError as error:
        sys.stderr.write(f"{MARK}{error}\n")
        return 1
    for (book, frame), part in table.groupby(["codebook", "frame"], sort=False):
        print(f"{book}, {frame}: {', '.join(part['term'])}")
    print(f"{MARK}{told}")
    return 0


def _run(root: Path, study: str) -> tuple[pd.DataFrame, str]:
    """Read what the study has left, propose, and write; a file with decisions in it is not touched."""
    if not re.fullmatch(r"[a-z0-9-]+", study):
        raise UserError("say which study is meant", right="make proposals STUDY=<id>")
    record, data = root / f"reports/{study}/replication/study.yaml", root / f"data/processed/{study}"
    if not record.is_file() or not (data / "frame_evidence.parquet").is_file():
        raise UserError("the study has not run", file=f"data/processed/{study}", right=f"make STUDY={study} first")
    name = f"reports/{study}/coding/term_proposals.csv"
    if (root / name).is_file() and read_csv(root / name)["accept"].notna().any():
        raise UserError("somebody has written decisions into this file", file=name, right="move it away first")
    settings: dict[str, Any] = load_yaml(record)["study"]
    every = articles_of_findings(read_parquet(data / "articles.parquet"), settings["copies"])
    seen = every[discovery_part(every, settings.get("split"))]
    words = load_yaml(root / "config/stopwords.yaml")
    schema = load_yaml(root / "workflow/schemas/codebook.yaml")
    files = [f"config/codebooks/{book}.yaml" for book in settings["frames"]["codebooks"]]
    books = [read_codebook(load_yaml(root / file, file), schema, file=file) for file in files]
    outlets = Outlets(load_yaml(root / "config/outlets.yaml")).names(every["outlet"].dropna())
    stops = stop_words(words["gaps"], words["weak"], settings["text"]["stopwords"])
    evidence = read_parquet(data / "frame_evidence.parquet")
    table = propose(seen, evidence[evidence["article_id"].isin(seen["article_id"])], books, stops, outlets)
    write_csv(table, root / name)
    part = (
        f"the discovery part, {len(seen)} of {len(every)} stories" if settings.get("split") else f"{len(seen)} stories"
    )
    told = f"{len(table)} proposals from {part}: {name} (write yes or no into the column accept)"
    having = set(zip(table["codebook"], table["frame"], strict=True))
    rest = [f"{book.id}, {frame.id}" for book in books for frame in book.measured if (book.id, frame.id) not in having]
    why = f"in fewer than {LEAST} sentences, or no word stands out"
    return table, told + (f"\n{MARK}none for: {'; '.join(rest)} ({why})" if rest else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
