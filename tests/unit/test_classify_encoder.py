from importlib.metadata import PackageNotFoundError, version

import numpy as np
import pytest

from newsframing.classify import encoder
from newsframing.errors import UserError


def installed():
    try:
        return all(version(name).partition("+")[0] == release for name, release in encoder.VERSIONS.items())
    except PackageNotFoundError:
        return False


needs_encoder = pytest.mark.skipif(not installed(), reason="the sentence encoder, an optional extra, is not installed")
TEXTS = [
    "The farmer ploughed his wheat field.",
    "Tractors harvest barley in the meadow.",
    "The striker scored from a penalty.",
    "",
]


def test_where_it_is_missing_a_sentence_says_how_to_install_it(monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    encoder._model.cache_clear()
    monkeypatch.setattr(encoder, "version", missing)
    with pytest.raises(UserError, match=r"classifier.features: .* not installed; .*requirements-encoder.in"):
        encoder.encode(TEXTS)


def test_another_release_is_refused(monkeypatch):
    encoder._model.cache_clear()
    monkeypatch.setattr(encoder, "version", lambda name: "0.0.9")
    with pytest.raises(UserError, match=r"found 0\.0\.9"):
        encoder.encode(TEXTS)


def test_a_long_text_is_cut_into_parts_and_a_very_long_one_ends():
    parts = list(encoder.parts_of(" ".join(str(n) for n in range(5000))))
    assert len(parts) == 8
    assert parts[1].split()[0] == "150"
    assert list(encoder.parts_of("")) == []


@needs_encoder
def test_like_texts_are_alike_and_each_text_is_encoded_by_itself():
    encoder._model.cache_clear()
    found = encoder.encode(TEXTS)
    assert found.shape == (4, encoder.SIZE)
    assert found.dtype == np.float64
    assert np.allclose(np.linalg.norm(found[:3], axis=1), 1, atol=1e-3)
    assert not found[3].any()
    assert found[0] @ found[1] > found[0] @ found[2] + 0.2
    assert np.array_equal(encoder.encode([*TEXTS[2:], TEXTS[0], TEXTS[0] + " again" * 400])[2], found[0])


@needs_encoder
def test_nothing_is_asked_for_over_a_network(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a connection was tried")

    encoder._model.cache_clear()
    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    assert encoder.encode(TEXTS[:1]).shape == (1, encoder.SIZE)
