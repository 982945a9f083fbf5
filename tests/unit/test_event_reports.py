"""One event, many outlets: the table, its quotations, and the figure."""

import pandas as pd

from newsframing.figures import reports as figure
from newsframing.figures.style import rendered
from newsframing.frames.event_reports import event_reports
from newsframing.frames.match import EVIDENCE_COLUMNS

BODY = "The bridge fell at dawn and the whole valley heard it go down. A guard said the bridge had been mined for days."


def articles():
    table = pd.DataFrame({"article_id": list("abcd"), "outlet": ["o", "p", "q", "o"], "event_id": ["e", "e", "e", "x"]})
    return table.assign(
        published="2020-01-01", title="Bridge", lead=None, body=BODY, role="counted", focus=[True, True, False, False],
        is_copy=False,
    )  # fmt: skip


def made(named=("e",)):
    scores = pd.DataFrame({"article_id": list("abcd")}).assign(codebook="c", frame="f", present=1, n_sentences=1)
    second = BODY.index("A guard")
    place = ("body", "c", "f", 1, second + 13, second + 23, "bridge", "state_military", 0, 0, None)
    evidence = pd.DataFrame([(one, *place) for one in "abcd"], columns=EVIDENCE_COLUMNS)
    speakers = pd.DataFrame([("a", "body", 1, "state_military", "A guard")],
                            columns=["article_id", "field", "sentence", "speaker", "source"])  # fmt: skip
    return event_reports(articles(), scores, evidence, speakers, ["e"], named)


def test_reports_of_a_named_event_are_told_in_focus_or_not():
    assert made()["article_id"].tolist() == ["a", "b", "c"]
    assert made(named=())["article_id"].tolist() == ["a", "b"]


def test_a_quotation_has_its_speaker_and_stays_short():
    table = made().set_index("article_id")
    assert table.loc["a", ["speaker", "source"]].tolist() == ["state_military", "A guard"]
    assert table.loc["b", "speaker"] == "journalist"
    assert table["quote"].str.split().str.len().max() <= 50


def test_the_figure_has_a_column_an_outlet_and_says_what_no_report_has():
    table = made()
    absent = table.assign(frame="g", present=0, n_sentences=0)
    both = pd.concat([table, absent])
    chart = figure.reports(both, "The $bridge$ <b>", labels={("c", "f"): "Bridges", ("c", "g"): "Ferries"})
    assert "3 reports of 3 outlets" in chart.alt and "Bridges 3" in chart.alt and "Ferries" not in chart.alt
    texts = " ".join(text.get_text() for text in chart.figure.findobj(match=lambda o: hasattr(o, "get_text")))
    assert "In no report: Ferries." in texts and "The $bridge$ <b>" in texts
    assert rendered(chart) == rendered(
        figure.reports(both, "The $bridge$ <b>", labels={("c", "f"): "Bridges", ("c", "g"): "Ferries"})
    )


def test_many_outlets_and_none_can_be_drawn():
    many = pd.concat([made().assign(outlet=f"a-long-outlet-{n}.example", article_id=str(n)) for n in range(30)])
    chart = figure.reports(many, "All")
    assert "14 outlets" in chart.alt
    assert "No article reports" in figure.reports(made().iloc[:0], "None").alt
