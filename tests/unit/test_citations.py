"""Works cited in a study's texts."""

import re
from pathlib import Path

import pytest

from newsframing.pages.citations import Citations, Work, latex

WORKS = (Path(__file__).parents[2] / "workflow/report/references.bib").read_text("utf-8")


def test_every_work_of_the_project_can_be_cited_and_listed():
    refs = Citations(WORKS)
    assert len(refs.known) > 35
    for key, work in refs.known.items():
        assert work.fields["year"].isdigit(), key
        assert work.fields["author"] and work.fields["title"], key
        assert not set("{}\\") & set(work.listed), key
        assert work.bibtex.count("{") == work.bibtex.count("}"), key


def test_names_as_texts_cite_them():
    refs = Citations(WORKS)
    assert refs.cite("entman1993", "lane1982", "blei2003") == "(Entman 1993; Lane & Nelder 1982; Blei et al. 2003)"
    assert refs.cite("angelopoulos2023a") == "(Angelopoulos et al. 2023a)"
    assert refs.cite("vanatteveldt2021") == "(van Atteveldt et al. 2021)"


def test_only_what_was_cited_is_listed_once():
    refs = Citations(WORKS)
    refs.cite("entman1993")
    refs.cite("entman1993")
    refs.take("numpy", "version 2")
    assert len(refs.listed) == 2
    assert refs.bibtex.count("@") == 2
    assert "note = {version 2}" in refs.bibtex


def test_an_edition_is_listed_and_each_doi_is_one_work_of_the_right_form():
    refs = Citations(WORKS)
    assert "SAGE. edition 4." in refs.take("krippendorff2019").listed
    dois = [work.fields["doi"] for work in refs.known.values() if "doi" in work.fields]
    assert len(dois) == len(set(dois)) and all(re.fullmatch(r"10\.\d{4,5}/\S+", doi) for doi in dois)


def test_a_text_from_outside_is_no_command():
    title = "50 % of {A} & B_1 \\input{x}\n$"
    assert latex(title) == r"50 \% of \{A\} \& B\_1 \textbackslash{}input\{x\} \$"
    work = Work("misc", "x", {"title": latex("A & B"), "year": "2020"})
    assert work.listed == "A & B (2020)."


def test_a_line_that_is_no_entry_is_a_fault():
    with pytest.raises(ValueError, match="one entry a line"):
        Citations("@book{a,\n  title = {x}\n}")
