"""What people do with a finished study: judge its topics by forms, take its matrix elsewhere."""

import csv
import gzip

import openpyxl
import pandas as pd
import scipy.io
import smoke

TABLE = "reports/smoke/tables/topic_intrusion.csv"
CODING = "reports/smoke/coding"


def score(folder):
    return smoke.run(folder, "--cores", "1", TABLE)


def rows(path):
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def key(folder):
    return (
        pd.read_parquet(folder / "data/processed/smoke/intrusion_answers.parquet").set_index("item")["right"].to_dict()
    )


def return_csv(folder, name, form, answers):
    """Fill a form in as a coder does, and drop it where it is found."""
    filled = rows(folder / f"{CODING}/{form}_intrusion.csv")
    for row in filled:
        row["answer"] = answers.get(row["item"], "")
    target = folder / "data/raw/smoke/codings" / name
    target.parent.mkdir(exist_ok=True)
    with target.open("w", encoding="cp1252", errors="replace", newline="") as handle:
        writer = csv.DictWriter(handle, list(filled[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(filled)


def return_xlsx(folder, name, form, answers, coder):
    book = openpyxl.load_workbook(folder / f"{CODING}/{form}_intrusion.xlsx")
    sheet = book["items"]
    header = [cell.value for cell in sheet[1]]
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, header.index("answer") + 1).value = answers.get(sheet.cell(row, 1).value)
    sheet.cell(2, header.index("coder") + 1).value = coder
    target = folder / "data/raw/smoke/codings" / name
    target.parent.mkdir(exist_ok=True)
    book.save(target)


def test_a_run_leaves_forms_and_keeps_their_answers_apart(smoke_project):
    answers = key(smoke_project)
    handed = sorted(path.name for path in (smoke_project / CODING).iterdir() if not path.name.startswith("."))
    assert handed == [
        "document_intrusion.csv", "document_intrusion.xlsx", "intrusion_instructions.txt", "word_intrusion.csv",
        "word_intrusion.xlsx",
    ]  # fmt: skip
    items = []
    for form in ("word", "document"):
        listed = rows(smoke_project / f"{CODING}/{form}_intrusion.csv")
        items += [row["item"] for row in listed]
        assert {row["answer"] for row in listed} == {""}
        book = openpyxl.load_workbook(smoke_project / f"{CODING}/{form}_intrusion.xlsx")
        assert [sheet.title for sheet in book] == ["read this first", "items"]
        (rule,) = book["items"].data_validations.dataValidation
        assert rule.type == "list"
        assert str(rule.sqref).endswith(str(len(listed) + 1))
    assert sorted(items) == sorted(answers)
    table = pd.read_csv(smoke_project / TABLE)
    assert table.empty
    assert {"task", "topic", "n", "n_coders", "right", "precision", "low", "high", "chance"} <= set(table.columns)


def test_forms_that_come_back_are_scored_and_rebuilt_to_the_same_bytes(own_copy):
    before = {path.name: path.read_bytes() for path in (own_copy / CODING).glob("*_intrusion.*")}
    right = key(own_copy)
    wrong = {item: "A" if answer != "A" else "B" for item, answer in right.items()}
    return_csv(own_copy, "word_intrusion_ab.csv", "word", right)
    return_xlsx(own_copy, "from a colleague (2).xlsx", "word", wrong, "cd")
    return_xlsx(own_copy, "d.xlsx", "document", right, "cd")
    (own_copy / "data/raw/smoke/codings/frames.csv").write_text("article_id,coder,frame,present\nx,ab,f,1\n", "utf-8")
    done = score(own_copy)
    assert done.returncode == 0, done.stderr
    table = pd.read_csv(own_copy / TABLE)
    whole = table[table["topic"] == "all"].set_index("task")
    n_words = sum(item.startswith("word") for item in right)
    assert whole.loc["word", ["n", "n_coders", "right"]].tolist() == [2 * n_words, 2, n_words]
    assert whole.loc["word", "precision"] == 0.5
    assert whole.loc["word", "agreement"] == 0
    assert whole.loc["document", "precision"] == 1
    topics = pd.read_csv(own_copy / "reports/smoke/tables/topics.csv").set_index("topic")
    for row in table[table["topic"] != "all"].itertuples():
        assert row.npmi == topics.at[int(row.topic), "npmi"]
    for name in before:
        (own_copy / CODING / name).unlink()
    assert smoke.run(own_copy, "--cores", "1", f"{CODING}/word_intrusion.csv").returncode == 0
    assert {path.name: path.read_bytes() for path in (own_copy / CODING).glob("*_intrusion.*")} == before


def test_a_form_of_another_model_ends_the_run_with_one_sentence(own_copy):
    folder = own_copy / "data/raw/smoke/codings"
    folder.mkdir()
    (folder / "old.csv").write_text("item,answer\nword-00000000-001,A\n", "utf-8")
    done = score(own_copy)
    assert done.returncode != 0
    said = "old.csv, line 2: the item word-00000000-001 is of a form made from another model or other articles"
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_the_matrix_for_other_programs_fits_the_articles_and_holds_no_text(smoke_project):
    folder = smoke_project / "data/processed/smoke/export"
    with gzip.open(folder / "matrix.mtx.gz") as packed:
        counts = scipy.io.mmread(packed).tocsr()
    terms = (folder / "vocabulary.txt").read_text("utf-8").splitlines()
    documents = pd.read_csv(folder / "documents.csv", dtype={"article_id": str})
    articles = pd.read_parquet(smoke_project / "data/processed/smoke/articles.parquet")
    assert counts.shape == (len(documents), len(terms))
    assert documents["article_id"].tolist() == sorted(articles.loc[articles["role"] == "counted", "article_id"])
    assert (counts > 0).sum(axis=0).min() >= 5
    tokens = pd.read_parquet(smoke_project / "data/processed/smoke/tokens.parquet")
    one = tokens[tokens["article_id"] == documents["article_id"][0]]
    # phrases are counted as their single words
    words = one.assign(word=one["term"].astype(str).str.split("_")).explode("word").groupby("word")["n"].sum()
    found = {terms[i]: int(counts[0, i]) for i in counts[0].indices}
    assert found == words[words.index.isin(terms)].to_dict()
    assert not {"title", "lead", "body"} & set(documents.columns)
