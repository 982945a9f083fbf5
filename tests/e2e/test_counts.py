"""A study that starts from the counts that another one shared: the same numbers, no texts, and what is lacking."""

import shutil

import pandas as pd
import pytest
import smoke

#: without phrases, so that the single words that are shared are all that topics were made of
WORDS = "text: {phrases: false}\n"
CLAIMS = """\
hypotheses:
  - id: outlets
    claim: One outlet has more of it than the others.
    compare:
      frame: humanitarian
      codebook: conflict
      between: {outlet: [[north.example], [south.example, east.example]]}
    adjust: [theatre, n_words]
  - id: voices
    claim: Officials say it more often.
    compare: {frame: humanitarian, codebook: conflict, between: {speaker: [[official], [civilian]]}}
robustness: {focus_at_least: [1, 2], duplicates: [keep_one, keep_all], codebook: drop_one}
"""
SAME = ["frame_prevalence", "frame_time", "topic_prevalence", "topic_search", "topic_choice"]
SAME += ["topic_across_k", "topic_ties", "corpus_by_outlet", "corpus_by_day", "corpus_by_week", "corpus_independence"]
SAME += ["corpus_event_outlets"]


@pytest.fixture(scope="module")
def shared_project(smoke_project, tmp_path_factory):
    """The smoke study without phrases up to its export, and a second study that has nothing but this export."""
    folder = tmp_path_factory.mktemp("counts") / "project"
    shutil.copytree(smoke_project, folder, symlinks=True)
    (folder / "config/studies/origin.yaml").write_text(smoke.STUDY + WORDS, "utf-8")
    wanted = [f"reports/origin/tables/{name}.csv" for name in [*SAME, "topics"]]
    done = smoke.run(folder, "--config", "studies=origin", "--", *wanted, "data/processed/origin/export/README.txt")
    assert done.returncode == 0, done.stderr
    head, _, rest = smoke.STUDY.partition("  sources:")
    rest = rest[rest.index("  window:") :]
    source = "  sources: [{path: data/raw/shared/export, format: counts}]\n"
    (folder / "config/studies/shared.yaml").write_text(head + source + rest + WORDS + CLAIMS, "utf-8")
    shutil.copytree(folder / "data/processed/origin/export", folder / "data/raw/shared/export")
    for name in ("origin", "smoke"):
        shutil.rmtree(folder / f"data/raw/{name}", ignore_errors=True)
        shutil.rmtree(folder / f"data/processed/{name}", ignore_errors=True)
    done = smoke.run(folder, "--config", "studies=shared")
    assert done.returncode == 0, done.stderr
    return folder


def table(folder, study, name):
    return folder / f"reports/{study}/tables/{name}.csv"


@pytest.mark.parametrize("name", SAME)
def test_what_counts_can_give_is_the_same_to_the_byte(shared_project, name):
    origin = table(shared_project, "origin", name).read_bytes()
    assert table(shared_project, "shared", name).read_bytes() == origin
    assert origin.count(b"\n") > 1, "else nothing was compared"


def test_topics_are_the_same_but_for_labels_from_titles(shared_project):
    labels = ["label", "label_proposed"]
    origin, shared = (pd.read_csv(table(shared_project, s, "topics"), dtype=str) for s in ("origin", "shared"))
    assert (origin[labels] != shared[labels]).any(axis=None), "else labels need no exception"
    pd.testing.assert_frame_equal(origin.drop(columns=labels), shared.drop(columns=labels))


def test_nothing_that_was_shared_is_a_sentence(shared_project):
    export = shared_project / "data/raw/shared/export"
    words = (export / "vocabulary.txt").read_text("utf-8").split()
    assert words
    assert not [word for word in words if "_" in word]
    columns = pd.read_csv(export / "documents.csv").columns
    assert not {"title", "lead", "body"} & set(columns)
    columns = pd.read_csv(export / "frame_scores.csv.gz").columns.tolist()
    assert columns == ["article_id", "codebook", "frame", "method", "present", "share", "n_sentences"]


def test_every_table_is_there_and_what_is_lacking_is_said_once(shared_project):
    folder = shared_project / "reports/shared"
    ours = {path.name for path in (folder / "tables").glob("*.csv")}
    missing = {path.name for path in (shared_project / "reports/smoke/tables").glob("*.csv")} - ours
    assert missing == set()
    lacking = pd.read_csv(folder / "tables/not_recomputed.csv")
    assert {"corpus.focus", "corpus.languages", "robustness.focus_at_least"} <= {
        key.rstrip(")") for what in lacking["what"] for key in what.split("(")[1:]
    }
    pages = {path.name: path.read_text("utf-8") for path in folder.glob("*.html")}
    told = [name for name, page in pages.items() if 'id="not-recomputed"' in page]
    assert told == ["index.html"]
    for what in lacking["what"]:
        assert what in pages["index.html"]
    linking = {name for name, page in pages.items() if "index.html#not-recomputed" in page}
    assert {"corpus.html", "topics.html", "frames.html", "events.html", "verdicts.html"} <= linking
    assert not [name for name, page in pages.items() if "<blockquote" in page]
    readme = (folder / "replication/README.md").read_text("utf-8")
    assert "`../tables/not_recomputed.csv`" in readme
    quotes = pd.read_csv(folder / "tables/frame_quotes.csv")
    assert quotes.empty


def test_claims_about_speakers_cannot_be_tested_others_can(shared_project):
    verdicts = pd.read_csv(table(shared_project, "shared", "verdicts")).set_index("id")
    assert verdicts.loc["voices", "verdict"] == "not_testable"
    assert "told from texts" in verdicts.loc["voices", "why"]
    assert pd.notna(verdicts.loc["outlets", "estimate"])
    assert verdicts.loc["outlets", "estimator"].endswith("adjusted for n_words")
    repeated = pd.read_csv(table(shared_project, "shared", "robustness"))
    assert set(repeated["id"]) == {"outlets"}
    assert repeated["focus_at_least"].isna().all()
