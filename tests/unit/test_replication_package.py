"""What a record holds and how two are compared, on tables written here."""

import re
from importlib import metadata
from pathlib import Path

import pandas as pd
import pytest
import yaml
from rocrate.rocrate import ROCrate

from newsframing.errors import UserError
from newsframing.replication import archive, compare, crate, listing, readme, rebuild, record, verify
from newsframing.tables import write_csv

ROOT = Path(__file__).parents[2]
TEXT = "The river rose in the night and took the bridge away, said one who saw it."
ARTICLES = pd.DataFrame(
    {
        "article_id": ["b2", "a1", "c3"],
        "content_hash": ["h2", "h1", "h3"],
        "role": ["counted", "counted", "reading"],
        "outlet": ["East", None, "West"],
        "published": ["2020-01-02", None, None],
        "title": ["A bridge is gone", None, "Mine"],
        "lead": [None, None, None],
        "body": [TEXT, "Short.", "Mine."],
        "url": ["https://me:pw@East.example:8080/a?token=1#x", "javascript:alert(1)", None],
    }
)
SETTINGS = {"study": {"title": "A | <b>title</b>", "topics": {"k": [3]}}}


def put_record(folder, articles=None, k=3, versions="x 1", value=0.5):
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(record.article_list(ARTICLES if articles is None else articles), folder / "articles.csv")
    settings = {"study": {"title": "T", "topics": {"k": [k]}}}
    (folder / "study.yaml").write_text(yaml.safe_dump(settings), "utf-8")
    name, version = versions.split()
    write_csv(pd.DataFrame({"name": [name], "version": [version]}), folder / "versions.csv")
    write_csv(pd.DataFrame({"frame": ["force", "talks"], "estimate": [value, 0.25]}), folder / "tables/shares.csv")
    names = ["articles.csv", "study.yaml", "tables/shares.csv", "versions.csv"]
    listing.write_manifest(folder, names, folder / "manifest.csv")
    return names


def test_the_list_of_articles_holds_no_text_no_reading_and_no_login():
    listed = record.article_list(ARTICLES)
    assert listed.columns.tolist() == ["article_id", "content_hash", "outlet", "published", "url"]
    assert listed["article_id"].tolist() == ["a1", "b2"]
    assert pd.isna(listed["url"][0])
    assert listed["url"][1] == "https://east.example:8080/a"


def test_quotations_become_hashes_and_everything_else_stays_as_written():
    table = pd.DataFrame(
        {
            "title": ["A bridge is gone", ""],
            "note": [TEXT[4:70], "a text of our own that no article of this study has in it"],
            "words": ["river bridge", "'=cmd"],
            "estimate": ["0.50", "-1"],
            "sentence": ["12", "3"],
        }
    )
    kept = record.without_texts(table, record.all_texts(ARTICLES))
    assert re.fullmatch("sha256:[0-9a-f]{16}", kept["title"][0]) and kept["title"][1] == ""
    assert kept["note"][0].startswith("sha256:") and kept["note"][1] == table["note"][1]
    assert kept.iloc[:, 2:].equals(table.iloc[:, 2:])


@pytest.mark.parametrize(
    ("value", "status", "said"),
    [
        (0.5, "identical", ""),
        (0.5004, "within tolerance", "column estimate: 1 of 2 rows within tolerance"),
        (0.51, "different", "column estimate: 1 of 2 rows; first row 1 (frame force): 0.5 is now 0.51"),
    ],
)
def test_a_number_is_identical_within_tolerance_or_different(tmp_path, value, status, said):
    names = put_record(tmp_path / "old")
    put_record(tmp_path / "new", value=value)
    findings = compare.compare_records(tmp_path / "old", tmp_path / "new", names)
    assert compare.overall(findings) == status
    table = next(one for one in findings if one.file == "tables/shares.csv")
    assert "".join(table.lines) == said
    assert verify.STATUS[status] == {"identical": 0, "within tolerance": 3, "different": 4}[status]


def test_rows_columns_and_tables_that_lack_are_told(tmp_path):
    for name, table in {
        "a": pd.DataFrame({"frame": ["force", "talks"], "n": [1, 2]}),
        "b": pd.DataFrame({"frame": ["force"], "n": [1]}),
        "c": pd.DataFrame({"frame": ["force", "talks"], "m": [1, 2]}),
    }.items():
        write_csv(table, tmp_path / f"{name}.csv")
    rows = compare.compare_tables(tmp_path / "a.csv", tmp_path / "b.csv", "t")
    assert rows.lines == (
        "1 rows, 2 are published",
        "the first row that is published and not made: row 2 (frame talks)",
    )
    assert compare.compare_tables(tmp_path / "a.csv", tmp_path / "c.csv", "t").lines == ("columns: lacks n; has m too",)
    assert compare.compare_tables(tmp_path / "a.csv", tmp_path / "none.csv", "t").status == "different"


def test_the_reasons_name_articles_settings_packages(tmp_path):
    put_record(tmp_path / "old")
    edited = ARTICLES.assign(article_id=["b9", "a1", "c3"])
    put_record(tmp_path / "new", edited, k=4, versions="x 2")
    said = "\n".join(compare.reasons(tmp_path / "old", tmp_path / "new"))
    assert "article b2 (East, 2020-01-02, https://east.example:8080/a) was changed at its source: it is now b9" in said
    assert "with the same words" in said
    assert "settings differ: study.topics.k" in said
    assert "1 locked packages differ: x 1 is now 2" in said
    put_record(tmp_path / "less", ARTICLES[1:])
    assert compare.reasons(tmp_path / "old", tmp_path / "less")[0].startswith("1 articles of the record lack here: b2")
    put_record(tmp_path / "same")
    assert "another platform, or chance" in compare.reasons(tmp_path / "old", tmp_path / "same")[0]


def test_nothing_published_and_an_edited_record_are_one_sentence(tmp_path):
    with pytest.raises(UserError, match="no study is published, so there is nothing to compare with; make publish"):
        verify.wanted_studies(tmp_path, "")
    put_record(tmp_path / "published/dam")
    assert verify.wanted_studies(tmp_path, "") == ["dam"]
    with pytest.raises(UserError, match=r"no record of the study 'damm' is published.*did you mean 'dam'"):
        verify.wanted_studies(tmp_path, "damm")
    (tmp_path / "published/dam/tables/shares.csv").write_text("edited", "utf-8")
    with pytest.raises(UserError, match=r"published/dam/tables/shares\.csv: this file was changed since it was listed"):
        verify.verify(tmp_path, "dam", print)


def test_a_crate_has_the_same_bytes_each_time_and_its_library_reads_it_back(tmp_path):
    for name in ("study.yaml", "articles.csv", "requirements.lock"):
        (tmp_path / name).write_text("x", "utf-8")
    software = {"title": "Newsframing", "version": "1", "date-released": "2026-01-02"}
    reported = pd.DataFrame({"path": ["tables/topics.csv"], "sha256": ["0" * 64]})
    files = dict.fromkeys(("study.yaml", "articles.csv", "requirements.lock"), "what it is")

    def written():
        made = crate.crate("dam", SETTINGS["study"], software, files, reported, tmp_path)
        crate.write_crate(made, tmp_path / crate.METADATA)
        return (tmp_path / crate.METADATA).read_bytes()

    first = written()
    assert written() == first
    days = set(re.findall(rb"\d{4}-\d\d-\d\d", first))
    assert days == {b"2026-01-02"}
    back = ROCrate(tmp_path)
    assert back.name == "A | <b>title</b>"
    assert {entity.id for entity in back.data_entities} == set(files)
    assert back.dereference("#tables/topics.csv")["sha256"] == "0" * 64
    assert str(tmp_path).encode() not in first


def test_texts_of_a_study_are_harmless_in_the_readme():
    assert readme.plain("a | <b>\n`c` [d](e)") == r"a \| &lt;b> \`c\` \[d\](e)"
    assert readme.as_code("a|b `c`") == "`a¦b 'c'`"


def test_what_names_this_machine_is_found(tmp_path):
    words = archive.machine_words(
        tmp_path, {"NEWS_KEY": "abcdefgh-1", "SHORT_KEY": "abc", "PLAIN": "abcdefgh"}, "box-17"
    )
    hits = {said for said, pattern in words.items() if pattern.search(f"x {tmp_path}/y box-17. abcdefgh-1".encode())}
    assert hits == {"the path of this folder", "the name of this machine", "the value of NEWS_KEY"}
    clean = b"abc abcdefgh box-170 /docs"
    assert not [said for said, pattern in words.items() if pattern.search(clean)]
    with pytest.raises(UserError, match=r"docs/x\.md: it holds the name of this machine, so nothing was written"):
        archive._look_through("docs/x.md", b"made on box-17", words)
    with pytest.raises(UserError, match="data are never passed on"):
        archive._look_through("data/raw/x.csv", b"", {})


def test_without_git_the_project_is_what_stands_in_its_folders(tmp_path):
    project = ["Snakefile", "config/a.yaml", "workflow/lib/x.py", "data/raw/.gitkeep", ".gitignore", "docs/a.md"]
    built = ["workflow/lib/__pycache__/x.pyc", "data/raw/d/t.csv", "reports/s/index.html", ".env", "dist/a.zip"]
    for name in project + built:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    assert listing.project_files(tmp_path) == sorted(project)


def test_each_kind_of_source_has_its_line():
    listed = {"path": "config/urls/x.csv", "format": "urls", "fetch": {"delay": 2}}
    service = {"fetch": {"api": "guardian", "query": "dam"}}
    own = {"path": "data/raw/x/*.csv", "format": "table"}
    told = [" ".join(readme._own_source(source)) for source in (listed, service, own)]
    assert "Pages behind the addresses of `config/urls/x.csv`" in told[0]
    assert "service `guardian`" in told[1] and "`dam`" in told[1]
    assert "Files `data/raw/x/*.csv`" in told[2]
    assert [readme._listed_source(source, {})[1] for source in (listed, service, own)] == [
        "addresses of pages", "service `guardian`", "the study's own"
    ]  # fmt: skip


def test_addresses_in_tables_of_a_record_hold_no_login_and_no_query():
    table = pd.DataFrame(
        {"url": ["https://me:pw@a.example/b?token=1#c", "javascript:alert(1)", ""], "n": ["1", "2", "3"]}
    )
    assert record.without_texts(table, "")["url"].tolist() == ["https://a.example/b", "", ""]


def test_a_public_corpus_that_was_changed_is_named(tmp_path):
    for name in ("workflow/schemas", "config/codebooks", "config/datasets.yaml", "config/config.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "config/studies").mkdir()
    (tmp_path / "config/studies/a.yaml").write_text("title: T\ncorpus: {sources: [{dataset: newsarticles}]}\n")
    assert rebuild.altered_datasets(tmp_path, "a") == []
    file = tmp_path / "data/raw/newsarticles/NewsArticles.csv"
    file.parent.mkdir(parents=True)
    file.write_text("one comma, less\n")
    assert rebuild.altered_datasets(tmp_path, "a") == ["data/raw/newsarticles/NewsArticles.csv"]


def test_of_several_versions_in_a_lock_the_installed_one_is_named():
    here = metadata.version("numpy")
    lock = (
        f"numpy=={here} ; python_full_version < '3.12' \\\n    --hash=sha256:a\n"
        "numpy==99.0 ; python_full_version >= '3.12' \\\n    --hash=sha256:b\n"
        "no-such-package==1.0 ; python_full_version < '3.12' \\\nno-such-package==2.0 \\\nonce==0.3 \\\n"
    )
    assert record.pinned(lock) == {"numpy": here, "no-such-package": "2.0", "once": "0.3"}


def test_the_lock_of_the_project_names_what_runs_here():
    held = record.pinned((ROOT / "requirements.lock").read_text("utf-8"))
    for name in ("numpy", "scipy", "networkx", "pandas", "gensim", "jupyter"):
        assert held[name] == metadata.version(name)


def test_packages_beyond_the_lock_are_named_where_a_study_needs_them():
    study = {"topics": {"engine": "lda"}, "classifier": {"features": "words"}}
    assert readme.extras(study) == []
    asked = {"topics": {"engine": "stm"}, "speakers": {"names": "model"}, "classifier": {"features": "encoder"}}
    assert readme.extras(asked) == ["requirements-stm.in", "requirements-encoder.in", "requirements-names.in"]
