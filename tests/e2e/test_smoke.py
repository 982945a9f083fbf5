import json
import re
import shutil

import pandas as pd
import pytest
import smoke
import yaml

TABLES = {
    "corpus_flow": "step reason n_in n_removed n_out",
    "corpus_by_outlet": "outlet n n_focus n_copies n_words first last",
    "topic_search": "k seed resample npmi diversity stability",
    "topics": "topic label words frex_words prevalence npmi stability exemplar_ids",
    "topic_prevalence": "topic group value n estimate low high",
    "topic_clusters": "topic cluster cluster_label stability",
    "frame_prevalence": "codebook frame method group value n estimate low high corrected",
}
PARQUET = {
    "articles": "article_id content_hash key role source_file outlet published title lead body url language genre "
    "agency focus truncated cluster_id event_id is_copy n_words",
    "excluded": "step reason",
    "doc_topics": "article_id",
    "tokens": "article_id",
    "frame_scores": "article_id codebook frame method present share n_sentences",
    "frame_evidence": "article_id field codebook frame sentence start end term speaker",
}


def data(folder, name):
    return pd.read_parquet(folder / f"data/processed/smoke/{name}.parquet")


def test_every_file_of_the_contract_is_there_with_its_columns(smoke_project):
    for name, columns in TABLES.items():
        table = pd.read_csv(smoke_project / f"reports/smoke/tables/{name}.csv")
        assert [column for column in table.columns if column in columns.split()] == columns.split(), name
    for name, columns in PARQUET.items():
        assert set(columns.split()) <= set(data(smoke_project, name).columns), name
    for name in ("index", "corpus", "topics", "frames"):
        assert (smoke_project / f"reports/smoke/{name}.html").stat().st_size > 5000
    assert (smoke_project / "reports/index.html").is_file()


def test_no_record_is_lost(smoke_project):
    flow = pd.read_csv(smoke_project / "reports/smoke/tables/corpus_flow.csv")
    read = len(smoke.rows()) + len(smoke.page()["articles"])
    assert flow["n_in"].iloc[0] == read
    excluded = data(smoke_project, "excluded")
    articles = data(smoke_project, "articles")
    assert len(articles) + len(excluded) == read
    reasons = excluded["reason"].value_counts().to_dict()
    assert reasons["repeated"] == 1
    assert reasons["no date"] == 1
    assert reasons["outside window"] >= 1
    assert reasons["no text"] >= 1


def test_dirt_is_gone_and_hostile_text_is_harmless(smoke_project):
    articles = data(smoke_project, "articles")
    wire = articles[articles["url"] == "https://west.example/pass"].iloc[0]
    assert wire["title"] == "Rebels hold the pass"
    assert wire["truncated"]
    assert "chars]" not in wire["body"]
    assert "&amp;" not in f"{wire['lead']} {wire['body']}"
    assert wire["published"] == "2020-02-02"
    ours = [file.read_text("utf-8") for file in (smoke_project / "workflow/report/template").glob("*.js")]
    for path in (smoke_project / "reports").rglob("*.html"):
        page = path.read_text("utf-8")
        for script in re.findall(r"<script[^>]*>(.*?)</script", page, re.DOTALL):
            assert script.lstrip("\n") in ours, path.name
        assert page.count("<script") <= 1, path.name
        assert 'href="javascript' not in page
    for path in (smoke_project / "reports").rglob("*.csv"):
        assert ",=HYPER" not in path.read_text("utf-8"), path.name


def test_copies_are_marked_and_kept(smoke_project):
    articles = data(smoke_project, "articles")
    assert articles["is_copy"].sum() >= 1
    copy = articles[articles["key"] == "900"].iloc[0]
    twin = articles[articles["key"] == "1"].iloc[0]
    assert copy["cluster_id"] == twin["cluster_id"]


def test_notebooks_are_stored_executed_without_times_or_paths(smoke_project):
    for path in (smoke_project / "reports/smoke/notebooks").glob("*.ipynb"):
        text = path.read_text("utf-8")
        assert str(smoke_project) not in text
        book = json.loads(text)
        assert any(cell.get("outputs") for cell in book["cells"])
        assert not any("papermill" in cell["metadata"] for cell in book["cells"])


def test_the_readme_says_where_each_figure_comes_from(smoke_project):
    readme = (smoke_project / "README.md").read_text("utf-8")
    figures = pd.read_csv(smoke_project / "reports/smoke/figures/figures.csv")
    for row in figures.itertuples():
        name = re.sub(r"^(frame_(?:outlets|events))_.*", r"\1_<codebook>", row.file.removesuffix(".svg"))
        assert re.search(rf"\| `{name}`.* \| `{row.rule}` \| `{row.table}` \|", readme), row.file


def test_nothing_runs_twice_and_a_touch_runs_nothing(own_copy):
    again = smoke.run(own_copy)
    assert again.returncode == 0
    assert "everything is up to date" in again.stderr, again.stderr
    for path in [
        *own_copy.glob("workflow/**/*.py"),
        *own_copy.glob("config/**/*.yaml"),
        *own_copy.glob("data/raw/**/*.csv"),
    ]:
        path.touch()
    touched = smoke.run(own_copy)
    assert "everything is up to date" in touched.stderr, touched.stderr


def test_an_edit_reruns_just_the_rules_that_use_the_module(own_copy):
    module = own_copy / "workflow/lib/newsframing/frames/match.py"
    module.write_text(module.read_text("utf-8") + "\n# an edit\n", "utf-8")
    done = smoke.run(own_copy, "--dry-run", "--quiet", "progress", profile=False)
    default = smoke.run(own_copy, "--summary", profile=False)
    assert default.returncode == 0
    changed = smoke.run(own_copy, "--list-params-changes", profile=False).stdout
    assert "frame_scores.parquet" in changed, done.stdout
    for untouched in ("records.parquet", "matrix.npz", "k3.npz", "doc_topics.parquet"):
        assert untouched not in changed


@pytest.mark.slow
def test_two_projects_give_the_same_bytes(smoke_project, tmp_path):
    other = smoke.make_project(tmp_path)
    done = smoke.run(other, "--cores", "1")
    assert done.returncode == 0, done.stderr
    first, second = smoke.files(smoke_project), smoke.files(other)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_a_reading_has_a_profile_and_moves_no_number(own_copy):
    before = {name: content for name, content in smoke.files(own_copy).items() if name.endswith(".csv")}
    folder = own_copy / "data/raw/smoke/readings"
    folder.mkdir()
    (folder / "seed.txt").write_text(smoke.READING, "utf-8")
    done = smoke.run(own_copy)
    assert done.returncode == 0, done.stderr
    after = {name: content for name, content in smoke.files(own_copy).items() if name.endswith(".csv")}
    assert [name for name in before if before[name] != after.get(name)] == []
    articles = data(own_copy, "articles")
    reading = articles[articles["role"] == "reading"]
    assert len(reading) == 1
    body = reading["body"].iloc[0]
    assert "*" not in body
    assert "NewsAPI" not in body
    scores = data(own_copy, "frame_scores")
    profile = scores[scores["article_id"] == reading["article_id"].iloc[0]]
    assert profile.loc[profile["present"] == 1, "frame"].tolist()


def test_names_of_topics_outlive_a_run_and_a_bad_file_gets_one_sentence(own_copy):
    tables = own_copy / "reports/smoke/tables"
    names = own_copy / "config/labels/smoke.yaml"
    names.parent.mkdir()
    first = pd.read_csv(tables / "topics.csv")
    written = yaml.safe_load((tables / "topic_labels.yaml").read_text("utf-8"))
    written["topics"] = [
        {"words": written["topics"][1]["words"], "label": "Named =1+1 <b>"},
        {"words": ["quite", "another", "corpus"], "label": "Lost"},
    ]
    names.write_text(yaml.safe_dump(written), "utf-8")
    done = smoke.run(own_copy, "--", "reports/smoke/topics.html")
    assert done.returncode == 0, done.stderr
    assert "fit topics" not in done.stderr and "build matrix" not in done.stderr
    topics = pd.read_csv(tables / "topics.csv")
    assert topics["label"].tolist() == [first["label"][0], "Named =1+1 <b>", *first["label"][2:]]
    assert topics["named"].sum() == 1
    assert pd.read_csv(tables / "topic_names.csv")["found"].tolist() == [1, 0]
    page = (own_copy / "reports/smoke/topics.html").read_text("utf-8")
    assert "Named =1+1 &lt;b&gt;" in page and "found no topic any more" in page and "“Lost”" in page
    names.write_text("topics: [{word: [a, b, c], label: A}]", "utf-8")
    failed = smoke.run(own_copy, "--", "reports/smoke/tables/topics.csv")
    assert failed.returncode != 0
    assert "config/labels/smoke.yaml, key topics[0].word: this key is not known; did you mean 'words'?" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_deleted_file_is_made_again(own_copy):
    page = own_copy / "reports/smoke/topics.html"
    before = page.read_bytes()
    page.unlink()
    done = smoke.run(own_copy)
    assert done.returncode == 0, done.stderr
    assert page.read_bytes() == before


@pytest.mark.slow
def test_a_killed_run_resumes_to_the_same_bytes(own_copy):
    before = smoke.files(own_copy)
    shutil.rmtree(own_copy / "reports/smoke")
    shutil.rmtree(own_copy / "data/processed")
    smoke.run_and_kill(own_copy, when=lambda: list(own_copy.glob("data/processed/shared/*/articles.parquet")))
    locked = smoke.run(own_copy)
    assert locked.returncode != 0
    assert "run make unlock" in locked.stderr, locked.stderr
    assert smoke.run(own_copy, "--unlock").returncode == 0
    done = smoke.run(own_copy)
    assert done.returncode == 0, done.stderr
    assert "fetch" not in done.stderr
    assert smoke.files(own_copy) == before
    assert not list(own_copy.rglob("*.part"))


def test_a_person_moves_an_article_into_another_event(own_copy):
    def told(name):
        return pd.read_csv(own_copy / f"reports/smoke/tables/{name}.csv")

    before = data(own_copy, "articles")
    event = told("corpus_events").sort_values("n").iloc[-1]["event_id"]
    reports = before[before["event_id"] == event]["article_id"].tolist()
    assert len(reports) >= 4, "an event is left when two of its articles are taken out"
    moved, freed = reports[:2]
    edits = own_copy / "config/events/smoke.csv"
    edits.parent.mkdir(exist_ok=True)
    lines = ["article_id,event_id,note", f"{moved},a-new-event,seen by a person", f"{freed},,reports none"]
    edits.write_text("\n".join(lines), "utf-8")
    done = smoke.run(own_copy, "--", "reports/smoke/corpus.html")
    assert done.returncode == 0, done.stderr
    after = data(own_copy, "articles").set_index("article_id")["event_id"]
    assert after[moved] == "a-new-event"
    assert pd.isna(after[freed])
    others = before.set_index("article_id")["event_id"].drop([moved, freed])
    pd.testing.assert_series_equal(after.drop([moved, freed]), others)
    events = told("corpus_events").set_index("event_id")
    assert events.loc["a-new-event", ["kind", "n"]].tolist() == ["edited", 1]
    assert events.loc[event, "n"] == len(reports) - 2
    by_outlet = told("corpus_event_outlets")
    assert by_outlet.loc[by_outlet["event_id"] == "a-new-event", "n"].tolist() == [1]
    assert "A new event" in (own_copy / "reports/smoke/corpus.html").read_text("utf-8")
    edits.write_text("article_id,event_id\n0000000000000000,truce\n", "utf-8")
    wrong = smoke.run(own_copy)
    assert wrong.returncode != 0
    assert "config/events/smoke.csv" in wrong.stderr and "line 2" in wrong.stderr, wrong.stderr
    edits.unlink()
    assert smoke.run(own_copy, "--", "data/processed/smoke/articles.parquet").returncode == 0
    again = data(own_copy, "articles")
    pd.testing.assert_frame_equal(again, before)
