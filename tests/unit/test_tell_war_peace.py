"""What pages say of war and peace journalism: an index only where there is one, others' shares as mere context."""

import re
from html import unescape
from types import SimpleNamespace

import pandas as pd

from newsframing.evidence.war_peace import COLUMNS
from newsframing.frames.codebook import Codebook, Frame, Published
from newsframing.pages import tell_war_peace as tell

PAIR = (Frame("w", "War: one", "Is.", nearest_frame="p"), Frame("p", "Peace: one", "Is.", nearest_frame="w"))
BOOK = Codebook("war_peace", "Pairs", "", "multi", PAIR, published=(Published("<b>Half</b> were.", "Somebody (1999)"),))
PLAIN = Codebook("m", "Plain", "", "multi", (Frame("f", "Label F", "Is."),))


def words(page):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", str(page)).replace("\xa0", " ")).split())


def report(table, coded=(BOOK,)):
    return SimpleNamespace(
        study="s", codebooks=[PLAIN], reading_codebooks=[], coded_codebooks=list(coded), table=lambda name: table
    )


def test_the_index_is_told_with_its_rule_and_others_shares_beside():
    row = ["war_peace", "all", "all", 40, 6, 25, 10, 5, -0.25, -0.4, -0.1]
    said = str(tell.index(report(pd.DataFrame([row], columns=COLUMNS))))
    assert "of which people coded both sides of 6 items or more" in words(said)
    assert "-0.25" in words(said).replace("−", "-") and "a different measure, not comparable" in words(said)
    assert "&lt;b&gt;Half" in said and "<b>Half" not in said


def test_without_enough_items_there_is_no_index_and_without_pairs_no_section():
    empty = pd.DataFrame(columns=COLUMNS)
    assert "there is no index" in words(tell.index(report(empty)))
    assert tell.index(report(empty, coded=(PLAIN,))) is None
    assert tell.published(report(empty, coded=(PLAIN,))) is None
