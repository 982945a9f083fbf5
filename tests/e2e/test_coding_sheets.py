"""From drawn sheets to agreement and tiers, with simulated coders who are called human for the test."""

import csv
import random
import subprocess
import sys

import openpyxl
import pandas as pd
import pytest
import smoke

CODING = "data/processed/smoke/coding"
RETURNED = "data/raw/smoke/codings"
TABLES = "reports/smoke/tables"
ANSWERS = ("conflict.", "force_stance.", "remedies.")


def command(folder, module, *arguments):
    environment = smoke._command(folder, profile=False)[1]
    return subprocess.run(
        [sys.executable, "-m", f"newsframing.{module}", "smoke", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def rows(path):
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def simulated(path, scores, slips, seed):
    """Fill a sheet in as the terms would, but for some slips: a coder that is simulated, whatever it is called."""
    chance = random.Random(seed)
    filled = rows(path)
    for row in filled:
        for column in row:
            if column.startswith(ANSWERS):
                there = scores.get((row["article_id"], *column.split(".")), 0)
                row[column] = str(1 - there if chance.random() < slips else there)
    return filled


def hand_in(folder, name, filled):
    target = folder / RETURNED / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(filled[0]))
        writer.writeheader()
        writer.writerows(filled)


@pytest.fixture()
def drawn(own_copy):
    done = command(own_copy, "draw_sheets", "--overlap", "all")
    assert done.returncode == 0, done.stderr
    return own_copy


@pytest.fixture()
def scores(drawn):
    table = pd.read_parquet(drawn / "data/processed/smoke/frame_scores.parquet")
    return table.set_index(["article_id", "codebook", "frame"])["present"].astype(int).to_dict()


def test_sheets_are_drawn_once_and_hold_what_a_coder_needs(drawn):
    folders = [drawn / CODING, drawn / "reports/smoke/coding", drawn / "config/coding"]
    before = {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}
    assert {path.name for path in (drawn / CODING).iterdir()} == {
        f"main_{coder}.{kind}" for coder in ("ab", "cd") for kind in ("csv", "xlsx", "html")
    }
    one, two = rows(drawn / CODING / "main_ab.csv"), rows(drawn / CODING / "main_cd.csv")
    assert [row["article_id"] for row in one] != [row["article_id"] for row in two]
    assert {row["article_id"] for row in one} == {row["article_id"] for row in two}
    hidden = {"outlet", "published", "url", "item", "answer", "score"}
    assert not hidden & set(one[0])
    assert {row[column] for row in one for column in row if column.startswith(ANSWERS)} == {""}
    book = openpyxl.load_workbook(drawn / CODING / "main_ab.xlsx")
    assert [sheet.title for sheet in book] == ["read this first", "items", "handbook"]
    assert "violence" in book["read this first"]["A3"].value
    asked = [name for name in one[0] if name.startswith(ANSWERS)]
    rules = book["items"].data_validations.dataValidation
    assert len(rules) == len(asked)
    assert {rule.formula1 for rule in rules} == {'"0,1"'}
    assert {rule.promptTitle for rule in rules} >= {"Military", "Diplomacy"}
    assert all(0 < len(rule.prompt) <= 255 for rule in rules)
    texts = (drawn / CODING / "main_ab.html").read_text("utf-8")
    assert [texts.index(row["article_id"]) for row in one] == sorted(texts.index(row["article_id"]) for row in one)
    assert "<script" not in texts
    shown = rows(drawn / "reports/smoke/coding/main_ab.csv")
    assert [row["sheet"] for row in shown] == [row["sheet"] for row in one]
    assert max(len(f"{row['title']} {row['text']}".split()) for row in shown) <= 52
    again = command(drawn, "draw_sheets")
    assert "drawn already" in again.stdout
    assert "before anybody codes: make register STUDY=smoke" in again.stdout
    assert "nothing is written" in again.stdout
    # what is built goes with make clean; the draw stays, and gives the same sheets
    drawn_files = [path for path in before if path.is_relative_to(drawn / "config")]
    assert {path.name for path in drawn_files} == {"main.csv", "main.yaml"}
    built = [path for path in before if path not in drawn_files and "intrusion" not in path.name]
    for path in built:
        path.unlink()
    assert command(drawn, "draw_sheets").returncode == 0
    assert {path: path.read_bytes() for path in before} == before
    other = command(drawn, "draw_sheets", "--coders", "ab,ef")
    assert other.returncode != 0
    assert "drawn already, with CODERS=ab,cd" in other.stderr


def test_filled_sheets_become_agreement_validity_and_a_list_for_the_adjudicator(drawn, scores):
    hand_in(drawn, "main_ab.csv", simulated(drawn / CODING / "main_ab.csv", scores, 0.0, 1))
    back = simulated(drawn / CODING / "main_cd.csv", scores, 0.1, 2)
    for column in back[0]:
        if column.startswith(ANSWERS):
            back[0][column] = ""  # one row is not coded
    hand_in(drawn, "from cd.csv", back)
    done = smoke.run(drawn)
    assert done.returncode == 0, done.stderr + done.stdout
    agreement = pd.read_csv(drawn / TABLES / "agreement.csv")
    assert set(agreement["coders"]) == {"2 human"}
    n = len(back)
    assert set(agreement["n"]) == {n}
    assert set(agreement["n_both"]) == {n - 1}
    assert agreement["percent"].between(0.6, 1.0).all()
    missing = pd.read_csv(drawn / TABLES / "coding_missing.csv")
    assert set(zip(missing["coder"], missing["n_missing"], strict=True)) == {("ab", 0), ("cd", 1)}
    validity = pd.read_csv(drawn / TABLES / "frame_validity.csv")
    terms = validity[(validity["method"] == "dictionary") & (validity["group"] == "all")]
    assert {"n", "f1", "tier"} <= set(terms.columns)
    assert set(terms.loc[terms["frame"] != "macro", "tier"]) == {"not assessed"}  # under 60 articles coded twice
    assert set(validity.loc[validity["group"] == "outlet", "tier"]) == {"not assessed"}
    design = pd.read_csv(drawn / TABLES / "design.csv")
    assert design["probability"].between(0, 1).all()
    ids = pd.read_csv(drawn / TABLES / "disagreements.csv")
    assert not {"title", "text"} & set(ids.columns)
    page = (drawn / "reports/smoke/validity.html").read_text("utf-8")
    assert "Agreement" in page

    # what the adjudicator writes wins over both, and leaves the list
    sheet = rows(drawn / "data/processed/smoke/adjudication/adjudicate.csv")
    assert len(sheet) == ids.groupby(["codebook", "frame", "item"]).ngroups > 0
    for row in sheet:
        row["present"] = str(scores.get((row["article_id"], row["codebook"], row["frame"]), 0))
    hand_in(drawn, "settled.csv", sheet)
    done = smoke.run(drawn, "--cores", "1", f"{TABLES}/disagreements.csv", f"{TABLES}/agreement.csv")
    assert done.returncode == 0, done.stderr
    assert pd.read_csv(drawn / TABLES / "disagreements.csv").empty
    assert pd.read_csv(drawn / TABLES / "agreement.csv").equals(agreement)
    gold = pd.read_parquet(drawn / "data/processed/smoke/gold.parquet")
    assert (gold["decided"] == "adjudicated").sum() == len(sheet)
    wanted = [scores.get(key, 0) for key in zip(gold["article_id"], gold["codebook"], gold["frame"], strict=True)]
    assert gold["present"].tolist() == wanted


def test_a_broken_sheet_ends_the_run_with_file_row_and_column(drawn, scores):
    filled = simulated(drawn / CODING / "main_ab.csv", scores, 0.0, 1)
    filled[3]["conflict.military"] = "perhaps"
    hand_in(drawn, "main_ab.csv", filled)
    done = smoke.run(drawn, "--cores", "1", f"{TABLES}/agreement.csv")
    assert done.returncode != 0
    said = f"{RETURNED}/main_ab.csv, row 5, column conflict.military: found 'perhaps'"
    assert said in done.stderr + done.stdout
    assert "Traceback" not in done.stderr + done.stdout


def test_a_form_that_judges_topics_is_no_coding_sheet(drawn):
    form = rows(drawn / "reports/smoke/coding/word_intrusion.csv")
    for row in form:
        row["answer"] = "A"
    hand_in(drawn, "word_ab.csv", form)
    done = smoke.run(drawn, "--cores", "1", "reports/smoke/replication/study.yaml")
    assert done.returncode == 0, done.stderr
    assert "coded" not in (drawn / "reports/smoke/replication/study.yaml").read_text("utf-8")


def test_a_plan_is_registered_before_codes_and_says_what_changed(drawn, scores):
    done = command(drawn, "register")
    assert done.returncode == 0, done.stderr
    assert "an unwitnessed hash" in done.stdout
    file = drawn / "config/registrations/smoke.yaml"
    before = file.read_bytes()
    assert "n: 0" in before.decode()
    book = drawn / "config/codebooks/conflict.yaml"
    book.write_text(book.read_text("utf-8") + "\n# a remark\n", "utf-8")
    again = command(drawn, "register")
    assert "codebook conflict: changed" in again.stdout
    assert file.read_bytes() == before
    file.unlink()
    hand_in(drawn, "main_ab.csv", simulated(drawn / CODING / "main_ab.csv", scores, 0.0, 1))
    late = command(drawn, "register")
    assert late.returncode == 0, late.stderr
    assert "exploratory" in late.stdout
