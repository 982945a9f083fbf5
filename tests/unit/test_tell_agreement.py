"""What the page says of coders: agreement, missing codes, tiers, unequal errors."""

import re
from html import unescape
from types import SimpleNamespace

import pandas as pd

from newsframing.evidence.agreement import AGREEMENT_COLUMNS
from newsframing.evidence.response import MISSING_COLUMNS
from newsframing.evidence.unequal import GROUP_COLUMNS
from newsframing.frames.codebook import Codebook, Frame
from newsframing.pages import tell_agreement as tell

HOSTILE = "<script>alert(1)</script>"
BOOK = Codebook("m", f"Book {HOSTILE}", "", "multi", (Frame("f", "Label F", "Is."), Frame("g", "Label G", "Is.")))


def words(page):
    """Read a page as its reader does: without tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", str(page)).replace("\xa0", " ")).split())


def agreed(**others):
    row = {"codebook": "m", "frame": "f", "unit": "article", "wave": "main", "coders": "2 human", "n": 90, "n_both": 80,
           "n_present": 30, "alpha": 0.9, "alpha_low": 0.8, "alpha_high": 0.95, "kappa": 0.9, "ac1": 0.9,
           "percent": 0.95, "codebook_sha256": "x"}  # fmt: skip
    return pd.DataFrame([row | others, row | {"frame": "g", "alpha": 0.7} | others], columns=AGREEMENT_COLUMNS)


def report(**tables):
    return SimpleNamespace(study="s", coded_codebooks=[BOOK], table=lambda name: tables[name])


def validity(tiers, group="all", f1=0.9):
    return pd.DataFrame({"codebook": "m", "frame": ["f", "g"], "method": "dictionary", "group": group, "value": "v",
                         "n": 60, "n_present": 20, "f1": f1, "f1_low": 0.8, "f1_high": 0.95,
                         "tier": tiers})  # fmt: skip


def test_agreement_is_told_a_frame_and_nothing_runs():
    said = str(tell.agreement(report(agreement=agreed())))
    assert "2 human coders, 80 texts coded by two or more" in words(said)
    assert "highest for Label F at 0.90 (0.80 to 0.95) and lowest for Label G at 0.70" in words(said)
    assert "asked for" not in said
    assert HOSTILE not in said
    few = str(tell.agreement(report(agreement=agreed(n_both=20))))
    assert "Too few texts were coded twice" in few
    assert "independent people" in str(tell.agreement(report(agreement=agreed(coders="1 author, 1 human"))))


def test_without_two_coders_nothing_is_called_reliable():
    said = str(tell.agreement(report(agreement=agreed(n_both=0))))
    assert "nothing below can be called reliable" in said
    assert "nothing below" in str(tell.agreement(report(agreement=agreed()[:0])))


def test_tiers_are_named_and_b_is_tentative():
    said = str(tell.tiers(report(frame_validity=validity(["A", "B"]))))
    assert "tier A: Label F" in said
    assert "tier B (tentative reliability): Label G" in said
    assert "not assessed: Label F and Label G" in str(
        tell.tiers(report(frame_validity=validity(["not assessed", "not assessed"])))
    )


def test_unequal_errors_are_a_warning():
    table = validity(["A", "B"], group="outlet")
    none = str(tell.groups(report(validity_groups=pd.DataFrame(columns=GROUP_COLUMNS), frame_validity=table)))
    assert "cannot be told" in none
    tests = pd.DataFrame([("m", "f", "dictionary", "outlet", 2, 120, 9.0, 0.001, 0.002)], columns=GROUP_COLUMNS)
    found = str(tell.groups(report(validity_groups=tests, frame_validity=table)))
    assert "Errors differ between outlets for Label F by" in found
    calm = str(tell.groups(report(validity_groups=tests.assign(p_adjusted=0.4), frame_validity=table)))
    assert "no proof that they are equal" in calm


def test_missing_codes_and_open_cells_are_counted():
    rows = [("main", "ab", "m", "f", 10, 10, 0), ("main", "cd", "m", "f", 10, 7, 3), ("main", "cd", "m", "g", 10, 6, 4)]
    said = str(tell.missing(report(coding_missing=pd.DataFrame(rows, columns=MISSING_COLUMNS))))
    assert "cd 4 rows (wave main)" in words(said)
    assert "ab " not in words(said)
    assert "has come" in str(tell.missing(report(coding_missing=pd.DataFrame(rows[:1], columns=MISSING_COLUMNS))))
    assert "no record" in str(tell.missing(report(coding_missing=pd.DataFrame(columns=MISSING_COLUMNS))))
    cells = pd.DataFrame(
        {"codebook": "m", "frame": "f", "unit": "article", "wave": "main", "item": ["1", "1", "2", "2"]}
    )
    assert "frames of 2 texts" in words(tell.disagreements(report(disagreements=cells)))
    assert "No cell" in str(tell.disagreements(report(disagreements=cells[:0])))
