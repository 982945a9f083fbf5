"""The real command from claims to verdicts: no answer, an answer once two coders hand in their sheets, and back.

The coders are simulated: they know what the texts say. Only here are they called human.
"""

import csv
import random
import subprocess
import sys

import pandas as pd
import pytest
import smoke

N = 132
FIRST, SECOND = "one.example", "two.example"
#: sentences are put together of these, so that no two texts are copies of each other
PARTS = [
    ["The council", "A driver", "The clerk", "A teacher", "The baker", "A painter", "The miller", "A gardener"],
    ["counted", "carried", "mended", "described", "sold", "forgot", "measured", "praised", "moved"],
    ["the boxes", "the old bridge", "eleven letters", "a green door", "the river maps", "a long wall", "two wagons"],
    ["in spring", "near the mill", "before noon", "at the gate", "for a week", "under the roof", "on the hill"],
    ["and left", "without a word", "as before", "with some care", "to be sure", "after the rain", "for the school"],
]


def sentence(chance):
    return f"{' '.join(chance.choice(part) for part in PARTS)}."


def harm(chance, number):
    """Tell of harm, in other words each time: what an outlet repeats in many articles is cut as boilerplate."""
    place = chance.choice(["Aster", "Brin", "Corva", "Dunal", "Elmo", "Farrow"])
    cause = chance.choice(["Air strikes on", "Army shelling of", "A raid by troops on"])
    return f"{cause} {place} killed {number + 2} civilians {chance.choice(PARTS[3])}, {chance.choice(PARTS[0])} said."


STUDY = f"""\
title: Claims put to texts written for the test
corpus:
  sources: [{{path: data/raw/claims/texts.csv, format: table, defaults: {{language: en}}}}]
  window: {{from: 2020-01-01, to: 2020-12-31}}
topics: {{k: [2], seeds: 1, resamples: 1}}
frames: {{codebooks: [force_stance], level: sentence}}
hypotheses:
  - id: groups
    claim: One outlet tells of harm to civilians more often than the other.
    compare: {{frame: civilian_harm, codebook: force_stance, between: {{outlet: [[{FIRST}], [{SECOND}]]}}}}
    expect: greater
    smallest_effect: 0.1
  - id: either
    claim: One outlet tells of harm to civilians, or that force backfires, more often than the other.
    compare:
      frame: [civilian_harm, force_backfires]
      codebook: force_stance
      between: {{outlet: [[{FIRST}], [{SECOND}]]}}
    expect: greater
    smallest_effect: 0.1
  - id: told
    claim: Harm to civilians is told.
    describe: true
    compare: {{frame: civilian_harm, codebook: force_stance}}
"""
PAGE = "reports/claims/verdicts.html"
VERDICTS = "reports/claims/tables/verdicts.csv"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = smoke.make_project(tmp_path_factory.mktemp("claims"), "[claims]")
    (folder / "config/studies/claims.yaml").write_text(STUDY, "utf-8")
    raw = folder / "data/raw/claims"
    raw.mkdir(parents=True)
    chance, harmed = random.Random(11), {}
    with (raw / "texts.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["title", "body", "outlet", "published"])
        for number in range(N):
            outlet = (FIRST, SECOND)[number % 2]
            title = f"Report {number:03d} of the week"
            harmed[title] = chance.random() < (0.75 if outlet == FIRST else 0.25)
            body = [*(sentence(chance) for _ in range(7)), *([harm(chance, number)] if harmed[title] else [])]
            chance.shuffle(body)
            writer.writerow([title, " ".join(body), outlet, "2020-03-01"])
    return folder, harmed


def verdict(folder, *more):
    done = smoke.run(folder, "--cores", "1", VERDICTS, *more)
    assert done.returncode == 0, done.stderr + done.stdout
    return pd.read_csv(folder / VERDICTS).set_index("id")


def hand_in(folder, coder, harmed, seed):
    """Fill in one coder's sheet as one who reads the texts and slips now and then."""
    chance = random.Random(seed)
    with (folder / f"data/processed/claims/coding/main_{coder}.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        for column in row:
            if column.startswith("force_stance."):
                there = column.endswith(".civilian_harm") and harmed[row["title"]]
                row[column] = str(int(there != (chance.random() < 0.01)))
    target = folder / f"data/raw/claims/codings/{coder} is back.csv"
    target.parent.mkdir(exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return target


def test_sheets_of_two_people_move_a_verdict_to_an_answer_and_their_loss_moves_it_back(project):
    folder, harmed = project
    before = verdict(folder, PAGE)
    page = (folder / PAGE).read_text("utf-8")
    assert "<code>make sheets STUDY=claims</code>" in page
    assert page.count("<strong>What would change it:</strong>") == len(before)
    # every marked sentence of the described claim is listed, no article beyond two sentences and 50 words
    listed = pd.read_csv(folder / "reports/claims/tables/verdict_sentences.csv")
    own = listed[listed["id"] == "told"]
    evidence = pd.read_parquet(folder / "data/processed/claims/frame_evidence.parquet")
    marked = evidence[evidence["frame"] == "civilian_harm"].drop_duplicates(["article_id", "field", "sentence"])
    copies = pd.read_parquet(folder / "data/processed/claims/articles.parquet").set_index("article_id")["is_copy"]
    assert len(own) == (~marked["article_id"].map(copies).astype(bool)).sum() > 20
    quoted = listed.dropna(subset=["quote"]).drop_duplicates(["article_id", "quote"]).groupby("article_id")["quote"]
    assert quoted.size().max() <= 2
    assert quoted.agg(lambda texts: sum(len(text.split()) for text in texts)).max() <= 50
    assert before.loc["groups", "verdict"] == "unvalidated"
    assert "two people who code all 1" in before.loc["groups", "why"]
    assert before.loc["told", "verdict"] == "not_testable"
    environment = smoke._command(folder, profile=False)[1]
    drawn = subprocess.run(
        [sys.executable, "-m", "newsframing.draw_sheets", "claims", "--overlap", "all"],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert drawn.returncode == 0, drawn.stderr

    hand_in(folder, "ab", harmed, 1)
    second = hand_in(folder, "cd", harmed, 2)
    answered = verdict(folder)
    row = answered.loc["groups"]
    assert row["verdict"] == "supported", row["why"]
    assert "corrected by codes" in row["estimator"]
    assert row["n_coded"] >= 0.8 * N
    assert row["p_adjusted"] < 0.05
    assert row["low"] > 0
    # nobody is said to find that force backfires, but coders agree on whether one of the two is there
    assert answered.loc["either", "verdict"] == "supported", answered.loc["either", "why"]
    second.unlink()
    back = verdict(folder)
    assert back.loc["groups", "verdict"] == "unvalidated"
    assert "no two people have coded 'civilian_harm'" in back.loc["groups", "why"]
    assert pd.isna(back.loc["groups", "p_adjusted"])
