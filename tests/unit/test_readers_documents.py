"""Documents of Word and in rich text, alone and as exports of press databases; every text is written here."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsframing.errors import UserError
from newsframing.readers import docx, import_source, rtf
from newsframing.readers.base import Record, Rejected
from newsframing.readers.exports import articles

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{}"/>'
    "</Relationships>"
)
NEXIS = """User Name: a reader
Date and Time: Friday, 5 April 2024 10:00:00 AM BST
Documents (2)
1. Jets strike across the border
2. Crossing stays closed
Page 1 of 4
Jets strike across the border
The Herald (Lahore)
March 18, 2024 Monday
10:15 PM GMT
Copyright 2024 The Herald All Rights Reserved
Section: NEWS; Pg. 1
Length: 40 words
Byline: A. Writer
Highlight: Eight people are dead.
Body
The army said that its jets had struck two camps.
Residents said that four houses were gone.
Classification
Language: ENGLISH; en
Load-Date: March 19, 2024
End of Document
Page 3 of 4
Crossing stays closed
The Post
19 March 2024
Copyright 2024 The Post
Length: 12 words
Body
Traders waited at the gate.
Load-Date: March 20, 2024
End of Document
Notes of the database"""
OLDER = """2 of 2 DOCUMENTS is how a list ends
1 of 2 DOCUMENTS
The Herald (Lahore)
March 18, 2014 Tuesday
Jets strike across the border
BYLINE: A. Writer
SECTION: NEWS; Pg. 1
LENGTH: 40 words
The army said that its jets had struck two camps.
LOAD-DATE: March 19, 2014
LANGUAGE: ENGLISH
PUBLICATION-TYPE: Newspaper
Copyright 2014 The Herald
All Rights Reserved
2 of 2 DOCUMENTS
The Post
March 20, 2014 Thursday
LENGTH: 9 words
HEADLINE: Crossing stays closed
BODY:
Traders waited at the gate.
LOAD-DATE: March 21, 2014"""
FACTIVA = """Jets strike across the border
By A. Writer
512 words
18 March 2024
10:12
The Herald
HERALD
English
(c) 2024 The Herald
The army said that its jets had struck two camps.
Residents said that four houses were gone.
Document HERALD0020240318ek3i0000a
Crossing stays closed
1,012 words
19 March 2024
The Post
POST
English
Copyright 2024. The Post.
Traders waited at the gate.
Document POST000020240319ek3j0000b
Search Summary
Text  border AND strike"""
CODED = """HD\tJets strike across the border
WC\t512 words
PD\t18 March 2024
SN\tThe Herald
LA\tEnglish
LP\tThe army said that its jets had struck two camps.
TD
Residents said that four houses were gone.
IN THE END they left.
AN\tDocument HERALD0020240318ek3i0000a
Document HERALD0020240318ek3i0000a"""
PROQUEST = """Report Information from ProQuest
____________________________________________________________
Jets strike across the border
Publication info: The Herald
Full text: The army said that its jets had struck two camps.
Residents said that four houses were gone.
Subject: Armed forces
Title: Jets strike across the border
Publication title: The Herald; Lahore
Publication date: Mar 18, 2024
Language of publication: English
ProQuest document ID: 1234567890
Document URL: https://proquest.example/1234567890
____________________________________________________________
Crossing stays closed
Abstract: None available.
Publication title: The Post
ProQuest document ID: 1234567891
____________________________________________________________"""
FIRST = {
    "title": "Jets strike across the border",
    "body": "The army said that its jets had struck two camps.\n\nResidents said that four houses were gone.",
}


def found(text):
    return list(articles(text.split("\n"), "x", "x", {}))


def records(text):
    return [item for item in found(text) if isinstance(item, Record)]


def test_nexis_uni():
    first, second = records(NEXIS)
    assert (first.title, first.body) == (FIRST["title"], FIRST["body"])
    assert (first.outlet, first.published) == ("The Herald (Lahore)", "March 18, 2024 Monday"[:14])
    assert (first.lead, first.language) == ("Eight people are dead.", "ENGLISH")
    assert (second.title, second.outlet, second.published) == ("Crossing stays closed", "The Post", "19 March 2024")
    assert second.body == "Traders waited at the gate."


def test_older_lexisnexis():
    first, second = records(OLDER)
    assert (first.title, first.outlet) == (FIRST["title"], "The Herald (Lahore)")
    assert first.published == "March 18, 2014"
    assert first.body == "The army said that its jets had struck two camps."
    assert first.language == "ENGLISH"
    assert (second.title, second.outlet, second.body) == (
        "Crossing stays closed",
        "The Post",
        "Traders waited at the gate.",
    )


def test_factiva():
    first, second = records(FACTIVA)
    assert (first.title, first.body) == (FIRST["title"], FIRST["body"])
    assert (first.outlet, first.published, first.language) == ("The Herald", "18 March 2024", "English")
    assert first.key == "HERALD0020240318ek3i0000a"
    assert (second.title, second.outlet) == ("Crossing stays closed", "The Post")
    assert second.body == "Traders waited at the gate."


def test_factiva_with_field_codes():
    for text in (CODED, CODED.replace("\t", "|"), CODED.replace("\t", "\n")):
        (record,) = records(text)
        assert (record.title, record.outlet, record.published) == (FIRST["title"], "The Herald", "18 March 2024")
        assert record.body == FIRST["body"] + "\n\nIN THE END they left."
        assert record.key == "HERALD0020240318ek3i0000a"


def test_proquest_and_a_part_without_a_text():
    (record,) = records(PROQUEST)
    assert (record.title, record.body) == (FIRST["title"], FIRST["body"])
    assert (record.outlet, record.published, record.key) == ("The Herald", "Mar 18, 2024", "1234567890")
    (rejected,) = [item for item in found(PROQUEST) if isinstance(item, Rejected)]
    assert (rejected.reason, rejected.detail) == ("no text in the export", "Crossing stays closed")


def test_the_dates_of_exports_are_dates_to_the_cleaning():
    from newsframing.cleaning.dates import parse_date

    for text in (NEXIS, OLDER, FACTIVA, CODED, PROQUEST):
        for record in records(text):
            assert parse_date(record.published).fault == "", record.published


def test_without_marks_a_document_is_one_article():
    (record,) = records("Talks at the border\n\nThey met on Monday.\nThey left.")
    assert (record.title, record.body) == ("Talks at the border", "They met on Monday.\n\nThey left.")


MARKS = ["End of Document", "Body", "3 of 9 DOCUMENTS", "Document ABCDEFGH0020240318ek3i00", "_" * 30, "HD\tx", "TD\ty"]
LINES = st.lists(
    st.sampled_from([*MARKS, "512 words", "18 March 2024", "ProQuest document ID: 1"]) | st.text(max_size=15)
)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_any_lines_are_split_without_a_fault(lines):
    items = list(articles(lines, "x", "x", {}))
    positions = [item.position for item in items if not hasattr(item, "what")]
    assert positions == list(range(1, len(positions) + 1))


def paragraph(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:p><w:r><w:t xml:space="preserve">{escaped}</w:t></w:r></w:p>'


def document(inner, target="word/document.xml", head='<?xml version="1.0" encoding="UTF-8"?>', **members):
    """Pack a .docx whose body is ``inner``; ``members`` are more files in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", RELATIONS.format(target))
        archive.writestr("word/document.xml", f'{head}<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>')
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def rich(text):
    """Write a text as rich text."""
    lines = [
        "".join(c if c.isascii() and c not in "\\{}" else f"\\u{ord(c)}?" for c in line) for line in text.split("\n")
    ]
    return ("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\f0 " + "\\par\n".join(lines) + "}").encode()


def read(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return import_source([(path, name)], name.rpartition(".")[2], {})


@pytest.mark.parametrize("text", [NEXIS, FACTIVA, PROQUEST], ids=["nexis", "factiva", "proquest"])
def test_exports_read_the_same_from_word_and_rich_text(tmp_path, text):
    expected = [(record.title, record.outlet, record.body) for record in records(text)]
    inner = "".join(paragraph(line) for line in text.split("\n"))
    for name, content in (("a.docx", document(inner)), ("a.rtf", rich(text))):
        got = read(tmp_path, name, content)[0]
        assert list(zip(got["title"], got["outlet"], got["body"], strict=True)) == expected


def test_parts_of_a_paragraph_in_word():
    inner = (
        "<w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>Title</w:t></w:r></w:p><w:p><w:r><w:t>One</w:t><w:tab/>"
        "<w:t>two</w:t><w:br/><w:t>three</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert docx.paragraphs(document(inner), "x") == ["Title", "One\ttwo\nthree", "cell"]


def test_names_that_climb_out_are_never_followed(tmp_path):
    inner = paragraph("Talks") + paragraph("They met on Monday.")
    harmless = document(inner, **{"../../climbed.txt": "x", "/abs.txt": "x"})
    assert len(read(tmp_path, "a.docx", harmless)[0]) == 1
    assert not list(tmp_path.parent.rglob("climbed.txt"))
    for target in ("../../../etc/passwd", "/../../etc/passwd"):
        with pytest.raises(UserError, match=r"climbs out|holds no"):
            read(tmp_path, "b.docx", document(inner, target=target))


def test_bombs_are_refused(tmp_path):
    with pytest.raises(UserError, match="absurd size"):
        read(tmp_path, "zip.docx", document("<w:p/>" * (1 << 20)))
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    with pytest.raises(UserError, match="XML cannot be read"):
        read(tmp_path, "xml.docx", document(paragraph("x"), head=laughs))


def test_depth_is_no_fault():
    deep = "<w:sdt>" * 3000 + paragraph("inside") + "</w:sdt>" * 3000
    assert docx.paragraphs(document(deep), "x") == ["inside"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"a text", b"\xd0\xcf\x11\xe0 old Word"])
def test_what_is_no_word_document_is_said(tmp_path, content):
    with pytest.raises(UserError, match=r"a.docx: "):
        read(tmp_path, "a.docx", content)


def test_a_zip_that_is_no_word_document(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.txt", "x")
    with pytest.raises(UserError, match="holds no"):
        read(tmp_path, "a.docx", packed.getvalue())


def test_rich_text_with_its_own_letters(tmp_path):
    content = b"{\\rtf1\\ansi\\ansicpg1252 Gr\\'f6\\'dfe {\\*\\generator x;}\\par Sie kamen am Montag. \\u8211? Ende.}"
    (record,) = read(tmp_path, "a.rtf", content)[0].to_dict("records")
    assert (record["title"], record["body"]) == ("Größe", "Sie kamen am Montag. – Ende.")


@pytest.mark.parametrize("content", [b"", b"a text", b"{\\rt", b"PK\x03\x04"])
def test_what_is_no_rich_text_is_said(tmp_path, content):
    with pytest.raises(UserError, match="no rich text"):
        read(tmp_path, "a.rtf", content)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["{", "}", "\\par ", "\\u-5?", "\\'zz", "\\bin9 ", "\\ansicpg999999 ", "\\ud83d?", "\\*", "\\"])
        | st.text(max_size=5),
        max_size=20,
    ).map("".join)
)
def test_any_rich_text_is_read_or_refused_in_a_sentence(text):
    try:
        rtf.paragraphs(b"{\\rtf1" + text.encode("utf-8", "replace"), "x")
    except UserError as error:
        assert "\n" not in str(error)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda b: document("")[:150] + b))
def test_any_word_document_is_read_or_refused_in_a_sentence(content):
    try:
        docx.paragraphs(content, "x")
    except UserError as error:
        assert "\n" not in str(error)
