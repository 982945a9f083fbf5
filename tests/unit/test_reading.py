"""Reading pages: hostile text renders as text, sentences carry frames and speakers, profiles leave the text out."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from newsframing.errors import UserError
from newsframing.frames.codebook import read_codebook
from newsframing.frames.match import score
from newsframing.frames.speakers.actors import read_actors
from newsframing.frames.speakers.attribute import speakers_table
from newsframing.pages.reading import LEAST, Background, article_of, marked, profile, reading_page
from newsframing.settings import load_yaml

ROOT = Path(__file__).parents[2]
FRAMES = [{"id": "raid", "label": "Raids & <strikes>", "definition": "A raid.", "terms": ["raid*", "غارة"]}]
BOOK = read_codebook({"frames": FRAMES}, load_yaml(ROOT / "workflow/schemas/codebook.yaml"), file="b.yaml")
ACTORS = read_actors(
    [("roles.yaml", load_yaml(ROOT / "config/actors/roles.yaml"))], load_yaml(ROOT / "workflow/schemas/actors.yaml")
)
HOSTILE = 'The <b>raid</b> began &lt;at dawn&gt; ]]> here. "A raid hit <script>alert(1)</script> us," a witness said.'


def stories(*bodies, outlet="o.example"):
    """Make articles of bodies, in focus, of one outlet."""
    table = pd.DataFrame({"article_id": [f"{n:016x}" for n in range(len(bodies))], "body": list(bodies)})
    return table.assign(
        title="A <i>title</i>",
        lead=None,
        outlet=outlet,
        published="2020-01-02",
        url="javascript:alert(1)",
        role="counted",
    )


def made(articles, number=0):
    scores, evidence = score(articles, [BOOK])
    background = Background(articles[["article_id", "outlet"]], scores)
    return reading_page(articles.iloc[number], background, evidence, speakers_table(articles, ACTORS), [BOOK])


def test_hostile_text_renders_as_text():
    page = str(made(stories(HOSTILE)))
    assert "<b>" not in page and "<script" not in page and "<i>" not in page and "javascript:" not in page
    shown = re.sub(r"<(?!/?(?:p|mark|span|small)\b)", "&lt;", page)
    assert "&lt;b&gt;<mark>raid</mark>&lt;/b&gt;" in shown
    assert "&amp;lt;at dawn&amp;gt; ]]&gt;" in page
    assert "Raids &amp; &lt;strikes&gt; · Civilian or victim (“witness”)" in page
    assert page.count("<p") == page.count("</p>") and page.count("<span") == page.count("</span>")


def test_text_written_from_the_right_keeps_its_order_and_says_so():
    text = "وقعت غارة عند الفجر. لم يصب أحد."
    page = str(made(stories(text)))
    assert "<p dir='auto'>" in page
    words = re.sub(r"<small.*?</small>|<[^>]+>", "", page.split("<p dir='auto'>")[-1])
    assert " ".join(words.split()) == text


def test_a_sentence_over_a_line_end_stays_whole():
    page = str(made(stories("The raid was\nlong. It ended.")))
    assert "The <mark>raid</mark> was long.</span>" in page


def test_the_profile_is_beside_others_and_its_outlet():
    raids = ["A raid. " * n + "Rain fell. " * (20 - n) for n in range(LEAST + 1)]
    articles = pd.concat([stories(*raids), stories("A raid.", outlet="p.example").assign(article_id="f" * 16)])
    scores, _ = score(articles, [BOOK])
    labels = {("b", "raid"): "Raid"}
    background = Background(articles[["article_id", "outlet"]], scores)
    own = scores[scores["article_id"] == f"{5:016x}"]
    row = profile(own, background, "o.example", labels).iloc[0]
    assert row["percentile"] == pytest.approx(5 / 11)  # ten of its outlet and one of another; five have less
    assert row["outlet_percentile"] == pytest.approx(5 / 10)
    assert np.isnan(profile(own, background, "p.example", labels)["outlet_percentile"].iloc[0])
    assert np.isnan(profile(own, background, None, labels)["outlet_percentile"].iloc[0])


def test_a_wrong_id_is_one_sentence():
    with pytest.raises(UserError, match=r"there is no article '0{15}x'.*did you mean '0{16}'") as error:
        article_of(stories("A raid."), "0" * 15 + "x", "s")
    assert "\n" not in str(error.value)
    with pytest.raises(UserError, match="16 hex digits"):
        article_of(stories("A raid."), "../../etc", "s")


def test_of_a_measure_it_says_whether_it_is_proposed_or_rejected():
    text = "They should raid it. They ruled out a raid. Rain fell on the raid."
    places = [(12, 16, "proposed"), (38, 42, "rejected"), (61, 65, None)]
    evidence = pd.DataFrame(places, columns=["start", "end", "status"]).assign(codebook="b", frame="raid")
    page = str(marked(text, evidence, {}, {("b", "raid"): "Raids"}))
    assert re.findall(r"\[(.*?)\]", page) == ["Raids (proposed)", "Raids (rejected)", "Raids"]
