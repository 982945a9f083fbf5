"""What a tier permits, and that pages leave a frame out that was assessed and failed, and say so."""

from types import SimpleNamespace

import pandas as pd
import pytest

from newsframing.evidence.gate import NOT_VALIDATED, PERMITTED, TENTATIVE, WITHHELD, permit
from newsframing.figures.style import Chart
from newsframing.frames.codebook import Codebook, Frame
from newsframing.pages import gate as gates
from newsframing.pages import tell_claims, tell_frames
from newsframing.pages.gate import Gate, gate_of
from newsframing.pages.html import Html
from newsframing.pages.numbers import faults
from newsframing.pages.reading import Background, reading_page

TIERS = {"a": "A", "b": "B", "c": "C", "d": "not assessed"}
LABELS = {("m", name): f"Label <{name}>" for name in TIERS}
BOOK = Codebook("m", "Book", "", "multi", tuple(
    Frame(name, label, "Is.", measurable_by="terms") for (_, name), label in LABELS.items()))  # fmt: skip


def validity(tiers=TIERS, method="dictionary", group="all"):
    table = pd.DataFrame({"codebook": "m", "frame": list(tiers), "method": method, "group": group, "value": group})
    return table.assign(f1=[0.9, 0.7, 0.42, float("nan")][: len(tiers)], tier=list(tiers.values()))


def report(table=None, **tables):
    """Stand for a study's report: ``table`` is its frame_validity, None where nobody has coded."""
    known = tables | ({} if table is None else {"frame_validity": table})
    drawn = []

    def draw(name, source, figure, *args, **options):
        drawn.append((name, figure, args, options))
        return Html(f"<figure>{name}</figure>")

    urls = pd.DataFrame({"article_id": ["x"], "url": ["https://x.example/1"]})
    return SimpleNamespace(table=lambda name: known[name].copy(), coded=[] if table is None else ["m"], draw=draw,
                           drawn=drawn, codebooks=[BOOK], frame_labels=LABELS, articles=urls,
                           from_counts=False)  # fmt: skip


@pytest.mark.parametrize(
    "frame, state", [("a", PERMITTED), ("b", TENTATIVE), ("c", WITHHELD), ("d", NOT_VALIDATED), ("e", NOT_VALIDATED)]
)
def test_a_tier_permits_what_it_says(frame, state):
    assert permit(validity(), "m", frame).state == state
    assert permit(validity()[:0], "m", frame).state == NOT_VALIDATED


def test_another_measure_group_or_codebook_says_nothing():
    assert permit(validity(method="classifier"), "m", "c").state == NOT_VALIDATED
    assert permit(validity(method="classifier"), "m", "c", "classifier").state == WITHHELD
    assert permit(validity(group="outlet"), "m", "c").state == NOT_VALIDATED
    assert permit(validity(), "other", "c").state == NOT_VALIDATED


def shares(corrected):
    rows = [("m", name, "dictionary", "all", "all", 0.5, 0) for name in TIERS]
    rows += [("m", name, "dictionary", "all", "all", 0.4, 1) for name in corrected]
    return pd.DataFrame(rows, columns=["codebook", "frame", "method", "group", "value", "estimate", "corrected"])


def test_only_an_uncorrected_share_that_stands_alone_is_left_out():
    gate = Gate(validity(), LABELS)
    alone = gate.sift(shares(corrected=[]))
    assert alone.table["frame"].tolist() == ["a", "b", "d"]
    assert alone.plain == (
        "Left out where uncorrected: Label <c> (F1 0.42, tier C). Tentative reliability where uncorrected: "
        "Label <b> (F1 0.70, tier B)."
    )
    assert "Label &lt;c&gt;" in alone.note and "<c>" not in alone.note
    assert 'data-cell="frame_validity.csv#m,c,dictionary,all,all/f1"' in alone.note
    assert faults(f"<main>{alone.note}<p>{gates.why()}</p></main>", lambda name: validity()) == []
    beside = gate.sift(shares(corrected=["b", "c"]))
    assert len(beside.table) == 6 and beside.plain == "" and beside.note == ""


def test_a_pair_goes_where_either_frame_fails():
    pairs = pd.DataFrame({"codebook": "m", "frame": ["a", "a", "c"], "codebook_other": "m", "frame_other": list("bcd")})
    assert Gate(validity(), LABELS).sift(pairs).table["frame_other"].tolist() == ["b"]


def test_without_codes_nothing_changes_and_nothing_is_said():
    gate = gate_of(report())
    table = shares(corrected=[])
    assert gate.sift(table).table is table and gate.sift(table).note == "" and gate.note(LABELS) == ""
    assert gates.told(report()) is None
    assert gate.permitted([BOOK]) == [BOOK]


def quotes():
    rows = [("m", name, f"Sentence of {name}.", "o.example", "2020-01-01", "x", "T") for name in TIERS]
    return pd.DataFrame(rows, columns=["codebook", "frame", "quote", "outlet", "published", "article_id", "title"])


def test_quoted_sentences_of_a_failed_frame_are_left_out():
    page = str(tell_frames.quotes(report(validity(), frame_quotes=quotes())))
    assert "Sentence of a." in page and "Sentence of b." in page and "Sentence of d." in page
    assert "Sentence of c." not in page and "tier C" in page
    assert "Label &lt;b&gt; (tentative reliability)</h4>" in page
    plain = str(tell_frames.quotes(report(frame_quotes=quotes())))
    assert "Sentence of c." in plain and "tier" not in plain and "tentative" not in plain


def test_the_page_of_the_frames_says_what_is_left_out_and_what_nobody_validated():
    page = str(gates.told(report(validity())))
    assert "Left out: " in page and "0.667" in page and "<strong>Not validated:</strong>" in page
    assert page.index("Not validated") < page.rindex("Label &lt;d&gt;")


def test_figures_get_the_permitted_rows_and_their_text_says_the_rest():
    table = shares(corrected=[])
    one = report(validity())
    page = gates.draw(one, "f", "frame_time", lambda rows, **_: Chart(None, "T", "Alt."), gate_of(one).sift(table))
    name, figure, (rows,), _ = one.drawn[0]
    assert name == "f" and "c" not in set(rows["frame"]) and "Left out" in page
    assert figure(rows).alt.startswith("Alt. Left out where uncorrected: Label <c>")
    only = gate_of(one).sift(table[table["frame"] == "c"])
    gates.draw(one, "g", "frame_time", lambda *_: Chart(None, "T", "Alt."), only)
    _, figure, args, _ = one.drawn[1]
    assert "tier C" in figure(*args).alt


def claimed():
    rows = [("h", "first", "c", "x", "Only c."), ("h", "first", "c; a", "y", "Both."), ("h", "second", "c", "z", "No.")]
    table = pd.DataFrame(rows, columns=["id", "side", "frame", "article_id", "quote"])
    return table.assign(codebook="m", outlet="o.example", published="2020-01-01", title="T", field="body",
                        sentence=range(len(rows)), terms="t", speaker="journalist")  # fmt: skip


def test_sentences_for_and_against_a_claim_are_gated():
    needs = pd.DataFrame({"id": ["h"], "lack": ["nothing"]})
    claim = {"id": "h", "compare": {"codebook": "m", "frame": ["a", "c"], "with": {"frame": "c"}}}
    page = "".join(map(str, tell_claims.sentences(
        report(validity(), verdict_sentences=claimed(), verdict_needs=needs), claim)))  # fmt: skip
    assert "Both." in page and "Only c." not in page and "No." not in page
    assert "its sentences are not shown" in page and "tier C" in page
    plain = "".join(map(str, tell_claims.sentences(
        report(verdict_sentences=claimed(), verdict_needs=needs), claim)))  # fmt: skip
    assert "Only c." in plain and "No." in plain and "not shown" not in plain and "tier" not in plain


def test_a_reading_page_marks_no_failed_frame():
    names = {"b": "raid", "c": "truce"}
    book = Codebook("m", "Book", "", "multi", tuple(
        Frame(name, f"Label {name}", "Is.", measurable_by="terms") for name in names))  # fmt: skip
    articles = pd.DataFrame({"article_id": ["x"], "title": [None], "lead": [None], "outlet": ["o"], "url": [None],
                             "body": ["A raid began. A truce held."], "published": ["2020-01-01"],
                             "role": ["reading"]})  # fmt: skip
    place = [("x", "body", "m", "b", 0, 2, 6), ("x", "body", "m", "c", 1, 16, 21)]
    evidence = pd.DataFrame(place, columns=["article_id", "field", "codebook", "frame", "sentence", "start", "end"])
    evidence["status"] = ""  # only remedies have one
    scores = pd.DataFrame({"article_id": "x", "codebook": "m", "frame": ["b", "c"], "method": "dictionary",
                           "n_sentences": 1, "share": 0.5, "present": 1})  # fmt: skip
    voices = pd.DataFrame(columns=["article_id", "field", "sentence", "speaker", "source"])
    background = Background(pd.DataFrame({"article_id": ["y"], "outlet": ["o"]}), scores)
    gate = Gate(validity({"a": "A", "b": "B", "c": "C"}), {("m", name): f"Label {name}" for name in names})
    page = str(reading_page(articles.iloc[0], background, evidence, voices, [book], gate))
    assert "<mark>raid</mark>" in page and "<mark>truce</mark>" not in page and "A truce held." in page
    assert "Label b (tentative reliability)" in page
    assert "Left out: " in page and "Label c" in page and "0.667" in page
    assert page.count("Label c") == 1
    plain = str(reading_page(articles.iloc[0], background, evidence, voices, [book]))
    none = Gate(validity()[:0], {})
    assert "<mark>truce</mark>" in plain
    assert plain == str(reading_page(articles.iloc[0], background, evidence, voices, [book], none))
