"""Matching: evidence stands where it says, cues and exclusions hold, hostile text does no harm."""

import time
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsframing.frames.codebook import Codebook, Frame
from newsframing.frames.match import EVIDENCE_COLUMNS, SCORE_COLUMNS, score
from newsframing.frames.sentences import split_sentences
from newsframing.patterns import Term, Terms


def frame(frame_id: str, *terms: str | Term, **keys: Any) -> Frame:
    parsed = tuple(Term(t) if isinstance(t, str) else t for t in terms)
    for key in ("cue", "not_with"):
        keys[key] = tuple(Term(t) for t in keys.get(key, ()))
    return Frame(frame_id, frame_id, "d", terms=parsed, measurable_by="terms" if terms else "human", **keys)


def book(*frames: Frame, kind: str = "multi") -> Codebook:
    return Codebook("b", "B", "", kind, frames)


def articles(*bodies: str | None, title: str | None = None, lead: str | None = None) -> pd.DataFrame:
    return pd.DataFrame(
        [{"article_id": f"{n:016x}", "title": title, "lead": lead, "body": text} for n, text in enumerate(bodies)],
        columns=["article_id", "title", "lead", "body"],
    )


def found(text: str, *frames: Frame) -> list[str]:
    _, evidence = score(articles(text), [book(*frames)])
    return [text[row.start : row.end] for row in evidence.itertuples()]


def test_counts_sentences_and_gives_zeros() -> None:
    texts = articles("A raid. A raid and a raid. Rain.", None, title="Raid!", lead=float("nan"))
    scores, evidence = score(texts, [book(frame("war", "raid*"), frame("law", "court"), frame("people"))])
    assert list(scores.columns) == SCORE_COLUMNS
    assert list(evidence.columns) == EVIDENCE_COLUMNS
    assert scores[["frame", "present", "n_sentences"]].values.tolist() == [
        ["war", 1, 3], ["law", 0, 0], ["war", 1, 1], ["law", 0, 0],
    ]  # fmt: skip
    assert scores["share"].tolist() == [0.75, 0, 1, 0]
    assert evidence[["field", "sentence", "start", "end", "term"]].values.tolist() == [
        ["title", 0, 0, 4, "raid*"], ["body", 0, 2, 6, "raid*"], ["body", 1, 10, 14, "raid*"],
        ["body", 1, 21, 25, "raid*"], ["title", 0, 0, 4, "raid*"],
    ]  # fmt: skip
    assert evidence["speaker"].isna().all()


def test_no_articles_and_no_terms_give_empty_tables_of_the_same_shape() -> None:
    for texts, frames in ((articles(), [frame("war", "raid")]), (articles("A raid."), [frame("people")])):
        scores, evidence = score(texts, [book(*frames)])
        assert (len(scores), len(evidence)) == (0, 0)
        assert (list(scores.columns), list(evidence.columns)) == (SCORE_COLUMNS, EVIDENCE_COLUMNS)


def test_many_articles_are_scored_in_their_order() -> None:
    texts = articles(*["A raid." if n % 3 == 0 else "Rain." for n in range(4100)])
    scores, evidence = score(texts, [book(frame("war", "raid"))])
    assert scores["article_id"].tolist() == texts["article_id"].tolist()
    assert scores["present"].tolist() == [int(n % 3 == 0) for n in range(4100)]
    assert len(evidence) == 1367


def test_the_longest_of_overlapping_terms_counts_once() -> None:
    assert found("An air strike on them.", frame("war", "strike*", "air strike*", "air")) == ["air strike"]


def test_words_that_must_not_stand_beside() -> None:
    strike = Term("strike*", not_before=("hunger", "to a"), not_after=("a deal",))
    assert found("They strike a deal. A hunger strike. Off to a strike. The strike hit.", frame("war", strike)) == [
        "strike"
    ]
    assert found("They strike. A deal is near.", frame("war", strike)) == ["strike"]


def test_words_of_which_one_must_stand_in_the_sentence() -> None:
    seize = Term("seize*", beside=("town*", "port"))
    assert found("Rebels seize the port. They seize the day.", frame("war", seize)) == ["seize"]


def test_a_cue_must_stand_in_the_sentence_and_in_reach() -> None:
    text = "He called for talks. Talks were held. Talks about all of those many other things were called for."
    assert found(text, frame("t", "talks", cue=("called for",))) == ["talks", "Talks"]
    assert found(text, frame("t", "talks", cue=("called for",), cue_within=3)) == ["talks"]


def test_a_frame_may_ask_for_company_in_the_sentence_whatever_the_term() -> None:
    jobs = frame("dev", "jobs", "schools", only_with=("militan*", "cross border"))
    assert found("Jobs for all. New jobs keep militants away. The schools wait.", jobs) == ["jobs"]
    assert found("The schools fell to cross-border fire.", jobs) == ["schools"]


def test_a_sentence_of_sport_is_left_out() -> None:
    text = "The attack won the cricket match. The attack hit a bridge."
    assert found(text, frame("war", "attack", not_with=("cricket",))) == ["attack"]


def test_a_phrase_does_not_reach_over_a_sentence_end() -> None:
    assert found("They saw an air\n\nstrike today.", frame("war", "air strike")) == []


def test_of_a_single_codebook_only_the_frame_of_most_sentences_is_present() -> None:
    texts = articles("A raid. A court. A court.", "A raid, a raid. A court.", "A raid. A court.")
    scores, evidence = score(texts, [book(frame("war", "raid"), frame("law", "court"), kind="single")])
    assert scores.loc[scores["present"] == 1, "frame"].tolist() == ["law", "war", "war"]
    assert (scores["present"] == (scores["n_sentences"] > 0)).all()
    shown = set(map(tuple, evidence[["article_id", "frame"]].to_numpy()))
    assert shown == set(map(tuple, scores.loc[scores["present"] == 1, ["article_id", "frame"]].to_numpy()))


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("There was no raid.", 1),
        ("They did not plan any raid.", 1),
        ("They didn’t raid it.", 1),
        ("Not only a raid.", 0),
        ("No, the raid went on.", 0),
        ("Nobody came. A raid.", 0),
        ("No one in all of that long street saw the raid.", 0),
        ("A raid, without doubt.", 0),
    ],
)
def test_what_is_denied_is_marked_and_still_counts(text: str, negated: int) -> None:
    _, evidence = score(articles(text), [book(frame("war", "raid"))])
    assert evidence["negated"].tolist() == [negated]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "the raid is over" today.', 1),
        ("He said “the raid is over” today.", 1),
        ("«The raid» ended.", 1),
        ("Minister: 'raid a mistake'", 1),
        ("‘It’s a raid,’ she said.", 1),
        ('"Yes," he said of the raid. "No."', 0),
        ("The soldiers' raid wasn't the rebels' last.", 0),
        ("“We go on.\n\nThe raid ended.", 0),
        ("“We go on with the raid.\n\n“And then home.”", 1),
        ("Rock 'n' roll and a raid.", 0),
    ],
)
def test_what_stands_in_a_quotation_is_marked(text: str, quoted: int) -> None:
    _, evidence = score(articles(text), [book(frame("war", "raid"))])
    assert evidence["quoted"].tolist() == [quoted]


def test_the_nearest_word_of_status_speaks() -> None:
    words = ((Term("should"), "proposed"), (Term("should not"), "rejected"), (Term("vowed"), "taken"))
    one = frame("talks", "talks", cue=("should", "should not", "vowed"), cue_within=6, status=words)
    texts = [
        "Talks should be held.",
        "They vowed that talks should not be held.",
        "They vowed talks.",
        "Talks went on.",
    ]
    _, evidence = score(articles(*texts), [book(one)])
    assert evidence["status"].tolist() == ["proposed", "rejected", "taken"]


@pytest.mark.parametrize("unit", ["a* ", "ab* a* "])
def test_many_wildcards_end_in_time(unit: str) -> None:
    term = (unit * 50)[:99].rstrip()
    begun = time.process_time()
    score(articles("ab " * 100_000), [book(frame("war", term, *[f"{'a' * n}*" for n in range(1, 90)]))])
    assert time.process_time() - begun < 30


HOSTILE = st.lists(
    st.sampled_from(
        ["raid", "RAIDS", "İ", "ß", "ﬁ", "air", "strike", "<b>", "&lt;", "]]>", ".", " ", "\n", "-", "’", "\u202e",
         "שלום", "\u200b", "😀", "e\u0301", "U.S.", "no", "\x00", "should", "cricket", "\u0301",
         "\"", "“", "”", "'", "’", "‘"]
    ),
    max_size=40,
).map(" ".join)  # fmt: skip


@given(HOSTILE, HOSTILE, HOSTILE)
def test_every_piece_of_evidence_is_the_words_found(title: str, lead: str, body: str) -> None:
    war = frame("war", "raid*", "air strike*", "U.S.", "İ*", "no", not_with=("cricket",))
    talk = frame("talk", Term("strike*", not_before=("air",)), cue=("should",), cue_within=4)
    _, evidence = score(articles(body, title=title, lead=lead), [book(war, talk)])
    fields = {"title": title, "lead": lead, "body": body}
    for row in evidence.itertuples():
        text = fields[row.field]
        sentence = split_sentences(text)[row.sentence]
        assert sentence.start <= row.start < row.end <= sentence.end
        words = text[row.start : row.end]
        (hit,) = [h for h in Terms([row.term]).find(words) if h.start == 0][:1]
        assert words[hit.start : hit.end] == words


def test_a_letter_that_grows_in_lower_case_moves_no_offset() -> None:
    assert found("İİİ İstanbul raid. İ raid", frame("war", "raid")) == ["raid", "raid"]


@pytest.mark.parametrize("unit", ["a", "raid ", "air ", "no ", ".", "<b>", "\u202e", "raid. "])
def test_a_megabyte_ends_in_time(unit: str) -> None:
    begun = time.process_time()
    score(
        articles(unit * (1_000_000 // len(unit))),
        [book(frame("war", "raid", "air air air strike*", "no", cue=("no",)))],
    )
    assert time.process_time() - begun < 20
