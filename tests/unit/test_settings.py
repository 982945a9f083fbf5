from pathlib import Path

import pytest

from newsframing.errors import UserError, nearest
from newsframing.settings import check_study, defaults_of, load_yaml, merged, validate

ROOT = Path(__file__).parents[2]
SCHEMA = load_yaml(ROOT / "workflow/schemas/study.yaml")
STUDY = {"title": "T", "corpus": {"sources": [{"path": "data/raw/x/*.csv", "format": "table"}]}}


def fault(change):
    study = merged(STUDY, {})
    change(study)
    with pytest.raises(UserError) as raised:
        validate(study, SCHEMA, "config/studies/x.yaml")
    return str(raised.value)


def test_the_smallest_study_is_valid():
    validate(STUDY, SCHEMA, "x")


@pytest.mark.parametrize("topics", [{"k": 20}, {"k": [20]}, {"choose": 20}, {"k": [10, 20], "choose": 10}])
def test_a_number_of_topics_may_be_chosen(topics):
    study = merged(STUDY, {"topics": topics})
    validate(study, SCHEMA, "x")
    check_study(study, "x", [], {})


@pytest.mark.parametrize("k", [10, [10, 30]])
def test_a_chosen_number_of_topics_must_be_tried(k):
    with pytest.raises(UserError, match=r"topics\.choose: found 20.*one of topics\.k \(10"):
        check_study(merged(STUDY, {"topics": {"k": k, "choose": 20}}), "x", [], {})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: s["corpus"].update(windw={}), ["corpus.windw", "did you mean 'window'?"]),
        (lambda s: s["corpus"]["sources"][0].update(formt="table"), ["corpus.sources[0].formt", "'format'"]),
        (lambda s: s["corpus"]["sources"].append({"path": "y"}), ["corpus.sources[1]", "'format' is missing"]),
        (lambda s: s["corpus"]["sources"][0].update(format="tabel"), ["found 'tabel'", "did you mean 'table'?"]),
        (lambda s: s.pop("title"), ["'title' is missing"]),
        (lambda s: s.update(copies="one"), ["key copies", "found 'one'"]),
        (lambda s: s.update(topics={"k": "many"}), ["key topics.k", "found 'many'", "a whole number belongs"]),
        (lambda s: s.update(topics={"k": [20, 1]}), ["key topics.k[1]", "found 1"]),
        (lambda s: s["corpus"].update(focus={"any": "Taliban"}), ["corpus.focus.any", "a list belongs"]),
        (lambda s: s["corpus"].update(focus={"all": [{"any": ["x"], "atleast": 2}]}), ["all[0].atleast", "'at_least'"]),
    ],
)
def test_a_fault_names_file_key_and_what_would_be_right(change, words):
    message = fault(change)
    assert message.startswith("config/studies/x.yaml")
    assert "\n" not in message
    for word in words:
        assert word in message


def test_every_level_of_every_schema_is_closed_and_described():
    def walk(schema, place):
        if schema.get("type") == "object" and "properties" in schema:
            assert schema.get("additionalProperties") is False, place
        for key, inner in schema.get("properties", {}).items():
            assert inner.get("description"), f"{place}.{key} has no description"
            walk(inner, f"{place}.{key}")
        if isinstance(schema.get("items"), dict):
            walk(schema["items"], f"{place}[]")

    for path in sorted((ROOT / "workflow/schemas").glob("*.yaml")):
        walk(load_yaml(path), path.name)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title: a\ntitle: b\n", ["line 2", "given twice"]),
        ("title: [a\n", ["line"]),
        ("- a\n", ["a mapping of keys"]),
        ("title: \t\tx: y\n", ["line 1"]),
    ],
)
def test_yaml_that_cannot_be_read_names_the_line(tmp_path, text, words):
    path = tmp_path / "x.yaml"
    path.write_text(text)
    with pytest.raises(UserError) as raised:
        load_yaml(path, "x.yaml")
    for word in ["x.yaml", *words]:
        assert word in str(raised.value)


def test_a_date_in_yaml_stays_a_text(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("date: 2017-02-07\n")
    assert load_yaml(path) == {"date": "2017-02-07"}


def test_defaults_come_from_the_schema_and_give_way():
    defaults = defaults_of(SCHEMA)
    assert defaults["topics"]["k"] == [10, 20, 30]
    given = merged(defaults, {"topics": {"k": [5]}})
    assert given["topics"]["k"] == [5]
    assert given["topics"]["seeds"] == defaults["topics"]["seeds"]
    assert defaults["topics"]["k"] == [10, 20, 30]


def checked(**keys):
    study = merged(STUDY, keys)
    with pytest.raises(UserError) as raised:
        check_study(study, "x.yaml", ["newsarticles"], {"conflict": ["military", "diplomacy"]})
    return str(raised.value)


def test_unknown_names_are_met_with_the_nearest_known():
    assert "did you mean 'newsarticles'?" in checked(corpus={"sources": [{"dataset": "newsarticle"}]})
    assert "did you mean 'conflict'?" in checked(frames={"codebooks": ["conflct"]})
    compare = {"frame": "millitary", "codebook": "conflict"}
    assert "did you mean 'military'?" in checked(hypotheses=[{"id": "h", "claim": "c", "compare": compare}])
    compare = {"frame": "military", "codebook": "conflict", "before_after": "x"}
    assert "event 'x'" in checked(hypotheses=[{"id": "h", "claim": "c", "compare": compare}])


def test_windows_and_events_are_days_of_the_calendar():
    assert "no date" in checked(corpus={"window": {"from": "2017-02-30", "to": "2017-03-01"}})
    assert "before it begins" in checked(corpus={"window": {"from": "2017-03-01", "to": "2017-02-01"}})
    event = {"id": "a", "date": "2017-02-01", "label": "A"}
    assert "given twice" in checked(events=[event, event])


def test_nearest_lists_what_there_is_where_nothing_is_near():
    assert nearest("zzz", ["b", "a"]) == "known: a, b"
