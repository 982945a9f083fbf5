"""Names by a model: what it may change, and the optional model itself where it is installed."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from newsframing.errors import UserError
from newsframing.frames.speakers import names
from newsframing.frames.speakers.__main__ import main
from newsframing.frames.speakers.actors import read_actors
from newsframing.frames.speakers.attribute import attribute
from newsframing.frames.speakers.names import Name, finder, places_of
from newsframing.settings import load_yaml

ROOT = Path(__file__).parents[2]


def installed():
    try:
        return all(version(name) == release for name, release in names.VERSIONS.items())
    except PackageNotFoundError:
        return False


needs_model = pytest.mark.skipif(not installed(), reason="the model for names, an optional extra, is not installed")


@pytest.fixture(scope="module")
def actors():
    lists = [(path.name, load_yaml(path)) for path in sorted((ROOT / "config/actors").glob("*.yaml"))]
    return read_actors(lists, load_yaml(ROOT / "workflow/schemas/actors.yaml"))


def told(text, **kinds):
    """Find every place of some words, as a model would that knows them for persons or places."""
    found = [
        Name(at, at + len(word), kind == "person")
        for kind, words in kinds.items()
        for word in words
        for at in range(len(text))
        if text.startswith(word, at)
    ]
    return sorted(found)


# written for the test: the army's base lies at Qarn, which capitals take for the general's name
BODY = (
    "Qarn, an army base, was quiet. Ivo Pell, an analyst, came to Qarn. "
    "Pell was asked at Qarn. Roads to Qarn stay shut, said Pell, back from Qarn."
)


def kinds(actors, model):
    return [one.speaker for one in attribute({"body": BODY}, actors, model)["body"]]


def test_persons_are_tried_first_and_places_do_not_speak(actors):
    assert kinds(actors, None) == ["state_military"]
    assert kinds(actors, lambda text: told(text, person=["Ivo Pell", "Pell"], place=["Qarn"])) == ["analyst"]
    assert kinds(actors, lambda text: told(text, place=["Qarn"])) == ["analyst"]
    assert kinds(actors, lambda text: []) == ["state_military"]


def test_a_place_is_one_that_is_called_so_twice_and_never_a_person():
    text = "Arn, Arn's, Bel, Cor, Cor and Cor"
    found = [*told(text, place=["Arn", "Bel"]), Name(17, 20, False), Name(22, 25, False), Name(30, 33, True)]
    assert places_of({"body": text}, {"body": found}) == {"Arn"}
    assert places_of({"body": text}, {}) == frozenset()


def test_it_is_asked_for_and_where_it_is_missing_a_sentence_says_so(monkeypatch, capsys):
    def missing(name):
        raise PackageNotFoundError(name)

    assert finder(None) is None
    assert finder("rules") is None
    names._model.cache_clear()
    monkeypatch.setattr(names, "version", missing)
    with pytest.raises(UserError, match=r"speakers.names: .* not installed; .*requirements-names.in"):
        finder("model")
    monkeypatch.setattr(names, "version", lambda name: "0.0.9")
    with pytest.raises(UserError, match=r"found 0\.0\.9"):
        finder("model")
    assert main([str(ROOT / "tests/data/speakers_dev.csv"), "no.parquet", "--names", "model"]) == 1
    assert "no.parquet: there is no such file" in capsys.readouterr().err


def test_the_extra_names_the_releases_that_are_known():
    pinned = (ROOT / "requirements-names.in").read_text("utf-8")
    assert all(f"\n{name}=={release}\n" in pinned for name, release in names.VERSIONS.items())


@needs_model
def test_the_model_finds_persons_and_places_where_they_stand():
    names._model.cache_clear()
    text = "Rain fell.\nAngela Merkel met Barack Obama in Berlin on Friday.\n" * 600
    found = finder("model")(text)
    assert {text[n.start : n.end] for n in found if n.person} >= {"Angela Merkel", "Barack Obama"}
    assert sum(text[n.start : n.end] == "Berlin" and not n.person for n in found) > 500
    assert found == sorted(found) == finder("model")(text)
    assert finder("model")("") == []
    assert all(n.end <= 50_000 for n in finder("model")("x" * 50_000))
