"""Keyness by hand, keyword in context, and proposals that nobody applies."""

from math import log, sqrt
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from scipy import sparse

from newsframing.frames import kwic, proposals
from newsframing.frames.codebook import Codebook, Frame
from newsframing.frames.keyness import COLUMNS, background, keyness, log_odds
from newsframing.frames.match import score
from newsframing.patterns import Term
from newsframing.tables import read_csv, write_csv, write_parquet
from newsframing.tokens import TermMatrix, stop_words

ROOT = Path(__file__).parents[2]
BOOK = Codebook("b", "B", "", "multi", (Frame("war", "War", "d", terms=(Term("raid*"),), measurable_by="terms"),))


def corpus(*rows: dict[str, Any]) -> pd.DataFrame:
    plain = {
        "role": "counted", "focus": True, "is_copy": False, "cluster_id": None, "event_id": None, "outlet": "one.org",
        "published": "2017-02-16", "title": "Title", "lead": None, "body": "Rain.",
    }  # fmt: skip
    return pd.DataFrame([plain | {"article_id": f"{n:016x}"} | row for n, row in enumerate(rows)])


def matrix_of(counts: np.ndarray, words: list[str]) -> TermMatrix:
    ids = np.array([f"{n:016x}" for n in range(len(counts))])
    fit = np.ones(len(counts), dtype=bool)
    return TermMatrix(sparse.csr_matrix(counts.astype(np.int32)), ids, np.array(words), fit, counts.sum(axis=1))


def test_log_odds_by_hand() -> None:
    # y1 = 8 of 20, y2 = 2 of 30, prior 1 of 10: each step of Monroe, Colaresi & Quinn written out
    one, other, prior = np.array([8.0, 12.0]), np.array([2.0, 28.0]), np.array([1.0, 9.0])
    ratio, z = log_odds(one, other, prior)
    expected = log(9 / (20 + 10 - 8 - 1)) - log(3 / (30 + 10 - 2 - 1))
    assert ratio[0] == pytest.approx(expected)
    assert z[0] == pytest.approx(expected / sqrt(1 / 9 + 1 / 3))
    swapped = log_odds(other, one, prior)
    assert swapped[0] == pytest.approx(-ratio) and swapped[1] == pytest.approx(-z)
    assert ratio[0] == pytest.approx(-ratio[1])  # of two words, one gains what the other loses


def test_a_larger_prior_draws_rare_words_towards_nothing() -> None:
    one, other = np.array([3.0, 997.0]), np.array([0.0, 1000.0])
    small, large = (log_odds(one, other, words * np.array([0.0015, 0.9985]))[0][0] for words in (100, 10_000))
    assert 0 < large < small


def test_the_prior_is_shaped_like_the_corpus() -> None:
    matrix = matrix_of(np.array([[6, 0, 0], [2, 2, 0]]), ["a", "b", "never"])
    prior = background(matrix, 100.0)
    assert prior.sum() == pytest.approx(100) and (prior > 0).all()
    assert prior[0] / prior[1] == pytest.approx(4)


def planted() -> tuple[TermMatrix, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Twenty-five stories an outlet: "grain" belongs to the first, "burst" stands in one of its stories only."""
    words = ["burst", "grain", "plain", "raids", "reuters"]
    counts = np.tile([0, 1, 6, 0, 0], (50, 1))
    counts[:25] += np.array([0, 4, 0, 0, 2])
    counts[0, 0], counts[1, 0], counts[2, 0] = 90, 1, 1
    counts[:22, 3] += 2
    texts = corpus(*({"outlet": "one.org" if n < 25 else "two.org"} for n in range(50)))
    texts["body"] = ["A raid." if n < 22 else "Rain." for n in range(50)]
    scores, evidence = score(texts, [BOOK])
    return matrix_of(counts, words), texts, scores, evidence


def test_words_of_an_outlet_and_of_a_frame() -> None:
    matrix, texts, scores, evidence = planted()
    table = keyness(matrix, texts, scores, evidence)
    assert list(table.columns) == COLUMNS
    own = table[table["outlet"] == "one.org"]
    assert own["term"].tolist()[0] == "grain" or own["term"].tolist()[0] == "raids"
    assert "burst" not in set(table["term"])  # one story made it
    assert "reuters" not in set(table["term"])  # a credit, no topic
    assert own["codebook"].isna().all() and own["frame"].isna().all()
    frame = table[table["frame"] == "war"].set_index("term")
    assert frame["outlet"].isna().all() and frame.loc["raids", "own_term"] == 1
    assert (table["z_rest"] >= 1.96).all()
    row = own.set_index("term").loc["grain"]
    assert row[["n_stories", "n_other", "count", "count_other"]].tolist() == [25, 25, 125, 25]


def test_of_a_split_study_only_the_discovery_part_is_seen() -> None:
    matrix, texts, scores, evidence = planted()
    assert keyness(matrix, texts, scores, evidence, split={"discovery": 0.3, "seed": 1}).empty  # too few on each side
    assert not keyness(matrix, texts, scores, evidence, split={"discovery": 0.99, "seed": 1}).empty


def test_no_story_gives_no_words() -> None:
    matrix, texts, scores, evidence = planted()
    assert keyness(matrix, texts.assign(focus=False), scores, evidence).empty


def test_a_term_in_context_stands_where_it_says() -> None:
    texts = corpus(
        {"body": "They left. " * 20 + "An air-strike hit\nthe town at dawn.", "title": "Air strikes"},
        {"body": "=cmd() \x1b[31m air strike \u202e end", "outlet": None},
    )
    table = kwic.concordance(texts, ["air strike*"])
    assert list(table.columns) == kwic.COLUMNS
    by_id = texts.set_index("article_id")
    for row in table.itertuples():
        assert by_id.loc[row.article_id, row.field][row.start : row.end].replace("\n", " ") == row.words
    assert table["words"].tolist() == ["Air strikes", "air-strike", "air strike"]
    assert table["after"].tolist()[1] == "hit the town at dawn."
    assert len(table["before"].iloc[1]) <= kwic.AROUND and table["before"].iloc[1].startswith(("They", "left"))
    shown = kwic.printed(table)
    assert "\x1b" not in shown and "\u202e" not in shown and "[air-strike]" in shown


def project(folder: Path, study: dict[str, Any] | None = None) -> Path:
    texts = corpus(
        *({"body": "The raid burned the barn near Farhaven. Rain fell.", "title": None} for _ in range(30)),
        *({"body": "The market sold apples. Rain fell again.", "title": "=Apples"} for _ in range(30)),
    )
    scores, evidence = score(texts, [BOOK])
    write_parquet(texts, folder / "data/processed/s/articles.parquet")
    write_parquet(scores, folder / "data/processed/s/frame_scores.parquet")
    write_parquet(evidence, folder / "data/processed/s/frame_evidence.parquet")
    settings = {"copies": "keep_one", "frames": {"codebooks": ["b"]}, "text": {"stopwords": []}, **(study or {})}
    (folder / "reports/s/replication").mkdir(parents=True)
    (folder / "reports/s/replication/study.yaml").write_text(yaml.safe_dump({"study": settings}), "utf-8")
    copytree(ROOT / "workflow/schemas", folder / "workflow/schemas")
    (folder / "config/codebooks").mkdir(parents=True)
    frame = {"id": "war", "label": "War", "definition": "d", "measurable_by": "terms", "terms": ["raid*"]}
    book = {"id": "b", "title": "B", "source": "made up", "kind": "multi", "frames": [frame]}
    (folder / "config/codebooks/b.yaml").write_text(yaml.safe_dump(book), "utf-8")
    for name in ("stopwords.yaml", "outlets.yaml"):
        (folder / "config" / name).write_bytes((ROOT / "config" / name).read_bytes())
    return folder


def test_kwic_shows_places_of_each_outlet_in_their_order() -> None:
    table = pd.DataFrame({"outlet": ["a"] * 5 + ["b"] * 2, "published": "2020-01-01", "before": "x", "after": "y"})
    table["words"] = [f"w{n}" for n in range(7)]
    lines = kwic.printed(table, most=5).split("\n")
    assert [line[line.index("[") + 1 : line.index("]")] for line in lines] == ["w0", "w1", "w2", "w5", "w6"]


def test_kwic_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project(tmp_path)
    assert kwic.main(["s", "apples"], tmp_path) == 0
    told = capsys.readouterr().out
    assert "60 places in 30 articles, 40 shown" in told and "data/processed/s/kwic_apples.csv" in told
    assert len(read_csv(tmp_path / "data/processed/s/kwic_apples.csv")) == 60
    for wrong, said in (
        (["s", "***"], "a term is a word"),
        (["nope", "a"], "has not run"),
        (["../s", "a"], "no id"),
        ([], "which study"),
    ):
        assert kwic.main(wrong, tmp_path) == 1
        assert said in capsys.readouterr().err
    assert kwic.file_name("../../Air Strike*!") == "kwic_air-strike.csv"


def test_a_cell_that_a_spreadsheet_would_run_is_made_safe(tmp_path: Path) -> None:
    table = kwic.concordance(corpus({"title": None, "body": "=HYPERLINK(1) raid"}), ["raid"])
    write_csv(table, tmp_path / "k.csv")
    assert "'=HYPERLINK(1)" in (tmp_path / "k.csv").read_text("utf-8")


def test_candidates_are_words_that_could_be_terms() -> None:
    found = proposals.candidates(
        "The raid burned two grain-stores, and Reuters said so.", stop_words(), frozenset({"reuters"})
    )
    assert {"raid", "burned", "grain", "stores", "grain stores", "raid burned"} <= found
    assert not {"the", "reuters", "the raid", "stores and", "and"} & found


def test_proposals_are_written_for_a_person_and_never_over_decisions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project(tmp_path)
    assert proposals.main(["s"], tmp_path) == 0
    assert "from 60 stories" in capsys.readouterr().out
    file = tmp_path / "reports/s/coding/term_proposals.csv"
    table = read_csv(file)
    assert list(table.columns) == proposals.COLUMNS
    assert {"burned", "barn"} <= set(table["term"]) and "apples" not in set(table["term"])
    assert not table["term"].str.contains("raid").any()  # the frame has that term already
    assert table["accept"].isna().all()
    first = file.read_bytes()
    assert proposals.main(["s"], tmp_path) == 0 and file.read_bytes() == first
    write_csv(table.assign(accept="yes"), file)
    assert proposals.main(["s"], tmp_path) == 1
    assert "decisions" in capsys.readouterr().err
    assert (read_csv(file)["accept"] == "yes").all()


def test_a_frame_beside_which_no_word_stands_out_gets_no_proposal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path)
    monkeypatch.setattr(proposals, "NOTABLE", 1000)
    assert proposals.main(["s"], tmp_path) == 0
    told = capsys.readouterr().out
    assert "0 proposals from 60 stories" in told and "none for: " in told and "no word stands out" in told
    assert list(read_csv(tmp_path / "reports/s/coding/term_proposals.csv").columns) == proposals.COLUMNS


def test_proposals_see_the_discovery_part_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project(tmp_path, {"split": {"discovery": 0.8, "seed": 1}})
    assert proposals.main(["s"], tmp_path) == 0
    assert "the discovery part, 48 of 60 stories" in capsys.readouterr().out
    table = read_csv(tmp_path / "reports/s/coding/term_proposals.csv").set_index("term")
    assert table.loc["barn", "n_stories"] < 30
