from pathlib import Path

import pytest

from newsframing import project
from newsframing.errors import UserError

ROOT = Path(__file__).parents[2]
HEAD = "title: T\ncorpus:\n  sources:\n    - {path: data/raw/x/*.csv, format: table}\n"


@pytest.fixture()
def folder(tmp_path):
    for name in ("workflow/schemas", "config/codebooks"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "config/studies").mkdir()
    (tmp_path / "config/datasets.yaml").symlink_to(ROOT / "config/datasets.yaml")
    (tmp_path / "data/raw/x").mkdir(parents=True)
    (tmp_path / "data/raw/x/a.csv").write_text("body\nhello\n")
    (tmp_path / "data/raw/x/.hidden.csv").write_text("")
    return tmp_path


def load(folder, **studies):
    for name, text in studies.items():
        (folder / f"config/studies/{name}.yaml").write_text(text)
    return project.load(folder, {"studies": list(studies)})


def test_sources_and_defaults(folder):
    study = load(folder, a=HEAD).studies["a"]
    assert [source.files for source in study.counted] == [("data/raw/x/a.csv",)]
    assert study.settings["topics"]["k"] == [10, 20, 30]


def test_sheets_of_coders_are_no_articles(folder):
    (folder / "data/raw/x/codings").mkdir()
    (folder / "data/raw/x/codings/word_intrusion_ab.csv").write_text("item,answer\n")
    (folder / "data/raw/x/pages").mkdir()
    (folder / "data/raw/x/pages/b.csv").write_text("body\nhello\n")
    study = load(folder, a=HEAD.replace("x/*.csv", "x/*")).studies["a"]
    assert [source.files for source in study.counted] == [("data/raw/x/a.csv", "data/raw/x/pages/b.csv")]


def test_studies_over_the_same_sources_share(folder):
    more = "focus: {any: [a], at_least: 2}"
    loaded = load(folder, a=HEAD, b=HEAD.replace("title: T", "title: U"), c=HEAD + f"  {more}\n")
    a, b, c = (loaded.studies[name] for name in "abc")
    assert a.model == b.model == c.model
    assert loaded.sharing("model", a.model).id == "a"


@pytest.mark.parametrize(
    ("addition", "shares"),
    [
        ("topics: {k: [7]}", ["corpus", "matrix", "model"]),
        ("topics: {k: 7}", ["corpus", "matrix", "model"]),
        ("topics: {choose: 20}", ["corpus", "matrix", "model"]),
        ("topics: {seeds: 3}", ["corpus", "matrix"]),
        ("text: {lemmas: false}", ["corpus"]),
        ("copies: keep_all", ["corpus"]),
        ("events: [{id: e, date: 2020-01-01, label: E}]", ["corpus", "matrix", "model"]),
    ],
)
def test_what_changes_a_result_changes_its_name(folder, addition, shares):
    loaded = load(folder, a=HEAD, b=f"{HEAD}{addition}\n")
    a, b = loaded.studies["a"], loaded.studies["b"]
    same = [level for level in ("corpus", "matrix", "model") if getattr(a, level) == getattr(b, level)]
    assert same == shares


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD.replace("*.csv", "*.tsv"), ["a.yaml", "corpus.sources[0].path", "no file 'data/raw/x/*.tsv'"]),
        (HEAD.replace("data/raw/x/*.csv", "/etc/passwd"), ["/etc/passwd", "relative"]),
        (HEAD.replace("format: table", "format: table, role: reading"), ["no source is counted"]),
        ("title: T\ncorpus: {sources: [{dataset: newsarticle}]}\n", ["did you mean 'newsarticles'?"]),
    ],
)
def test_faults_of_sources(folder, text, words):
    with pytest.raises(UserError) as raised:
        load(folder, a=text)
    for word in words:
        assert word in str(raised.value)


def test_a_missing_study_is_met_with_the_nearest(folder):
    load(folder, border=HEAD)
    with pytest.raises(UserError, match="did you mean 'border'"):
        project.load(folder, {"studies": "boarder"})


def test_config_keys_are_known(folder):
    with pytest.raises(UserError, match="did you mean 'studies'"):
        project.load(folder, {"study": ["a"]})


COUNTS = "title: T\ncorpus:\n  sources:\n    - {path: data/raw/x/*.csv, format: counts}\n"


def test_a_study_starts_from_texts_or_from_counts(folder):
    study = load(folder, a=COUNTS).studies["a"]
    assert study.starts_from_counts
    assert project.load(folder, {"studies": ["a"]}).from_counts == ["a"]
    with pytest.raises(UserError, match=r"a.yaml, key corpus.sources: a study starts from texts or from counts; one"):
        load(folder, a=COUNTS + "    - {path: data/raw/x/*.csv, format: table}\n")
    with pytest.raises(UserError, match="so the corpus is empty"):
        load(folder, a=COUNTS.replace("format: counts", "format: counts, role: reading"))


def test_codes_cannot_be_joined_to_counts(folder):
    (folder / "data/raw/x/codes.csv").write_text("article_id,coder,frame,present\n")
    coding = "coding: [{path: data/raw/x/codes.csv, codebook: conflict}]\n"
    counts = COUNTS.replace("x/*.csv", "x/a.csv")
    with pytest.raises(UserError, match=r"key coding: codes and labels are judged with the texts"):
        load(folder, a=counts + coding)
