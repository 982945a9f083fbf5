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
HARM = ["The raid killed nine civilians in the village.", "Residents mourned those whom the shelling had killed."]
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
            body = [*(sentence(chance) for _ in range(7)), *([chance.choice(HARM)] if harmed[title] else [])]
            chance.shuffle(body)
            writer.writerow([title, " ".join(body), outlet, "2020-03-01"])
    return folder, harmed


def verdict(folder):
    done = smoke.run(folder, "--cores", "1", VERDICTS)
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
    before = verdict(folder)
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
