"""A plan is confirmatory if nothing that it hangs on has changed and no code was there."""

import copy

import pytest

from newsframing.coding.codes import Code
from newsframing.errors import UserError
from newsframing.evidence.registration import check_registration, deviations, main_codes, parts, registration, status

SETTINGS = {
    "title": "t",
    "corpus": {"sources": [{"path": "x"}], "focus": {"any": ["a"]}},
    "copies": "keep_one",
    "hypotheses": [
        {"id": "h1", "claim": "c", "compare": {"frame": "f", "codebook": "m"}, "adjust": ["n_words"]},
        {"id": "h2", "claim": "d", "compare": {"frame": "f", "codebook": "k"}},
    ],
}
BOOKS = {"m": "1" * 64, "k": "2" * 64}


def now(change=None, books=BOOKS, code="c1"):
    settings = copy.deepcopy(SETTINGS)
    if change:
        change(settings)
    return parts(settings, books, code)


def record(n=0):
    return registration("s", now(), {"n": n, "sha256": "0"})


def test_what_is_registered_and_unchanged_is_confirmatory():
    found = status("h1", ["m"], now(), record())
    assert found.status == "confirmatory"
    assert found.deviations == ()
    assert "unwitnessed" in found.why
    deposited = record() | {"registry": {"name": "a registry", "id": "abc-1"}}
    assert "deposited as abc-1" in status("h1", ["m"], now(), deposited).why


@pytest.mark.parametrize(
    ("change", "books", "told"),
    [
        (lambda s: s["corpus"]["focus"].update(at_least=2), BOOKS, "focus: changed"),
        (lambda s: s.update(copies="keep_all"), BOOKS, "focus: changed"),
        (lambda s: s["hypotheses"][0].update(smallest_effect=0.1), BOOKS, "hypothesis h1: changed"),
        (lambda s: s["hypotheses"][0].update(expect="less"), BOOKS, "hypothesis h1: changed"),
        (lambda s: s["hypotheses"][0].update(adjust=[]), BOOKS, "adjustments h1: changed"),
        (None, BOOKS | {"m": "9" * 64}, "codebook m: changed"),
    ],
)
def test_what_has_changed_is_exploratory_and_named(change, books, told):
    found = status("h1", ["m"], now(change, books), record())
    assert found.status == "exploratory"
    assert found.deviations == (told,)
    assert told in found.why


def test_changes_elsewhere_do_not_matter():
    after = now(lambda s: s["hypotheses"][1].update(claim="e"), BOOKS | {"k": "8" * 64})
    assert status("h1", ["m"], after, record()).status == "confirmatory"
    assert status("h2", ["k"], after, record()).status == "exploratory"
    assert status("h1", ["m"], now(lambda s: s.update(title="u")), record()) == status("h1", ["m"], now(), record())


def test_words_of_theatres_matter_where_theatres_are_held_constant():
    def placed(words):
        def change(settings):
            settings["theatres"] = {"here": words}
            settings["hypotheses"][0]["adjust"] = ["theatre"]

        return now(change)

    one, other = placed(["a"]), placed(["b"])
    assert one["adjustments h1"] != other["adjustments h1"]
    assert one["adjustments h2"] == other["adjustments h2"]


def test_changed_code_is_told_and_does_no_more():
    found = status("h1", ["m"], now(code="c2"), record())
    assert (found.status, found.deviations) == ("confirmatory", ("code: changed",))


def test_codes_that_were_there_make_it_exploratory():
    assert status("h1", ["m"], now(), record(3)).why.startswith("3 codes of the main wave were there")
    assert status("h1", ["m"], now(), None).status == "exploratory"
    unknown = status("h3", ["m"], now(), record())
    assert unknown.status == "exploratory"
    assert "hypothesis h3: not registered" in unknown.deviations


def test_a_new_hypothesis_is_exploratory():
    after = now(
        lambda s: s["hypotheses"].append({"id": "h9", "claim": "x", "compare": {"frame": "f", "codebook": "m"}})
    )
    found = status("h9", ["m"], after, record())
    assert found.status == "exploratory"
    assert "hypothesis h9: not registered" in found.deviations
    assert "hypothesis h9: not registered" in deviations(after, record())
    fewer = now(lambda s: s["hypotheses"].pop())
    assert "hypothesis h2: registered, but gone" in deviations(fewer, record())


def code(wave="main", kind="human", present=1, line=2):
    return Code("f", line, (("article_id", "1"),), "m", "f", "ab", kind, "article", wave, present)


def test_only_main_codes_of_people_are_counted_wherever_they_stand():
    assert main_codes([code(), code("pilot"), code(kind="model")])["n"] == 1
    assert main_codes([code(line=9)]) == main_codes([code()])
    assert main_codes([code(present=0)])["sha256"] != main_codes([code()])["sha256"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: r.pop("parts"), "the key 'parts' is missing"),
        (lambda r: r.update(extra=1), "the key 'extra' is not known"),
        (lambda r: r.update(registry="x"), "key registry: found 'x'"),
    ],
)
def test_a_record_that_was_edited_wrongly_is_told(change, said):
    own = record()
    change(own)
    with pytest.raises(UserError, match=said):
        check_registration(own, "r.yaml")
