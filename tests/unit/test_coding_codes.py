import pandas as pd
import pytest

from newsframing.coding.codes import read_codes
from newsframing.coding.foreign import labels_table, read_labels
from newsframing.coding.gold import codes_table, gold_table
from newsframing.coding.importing import import_all
from newsframing.coding.sheets import read_table
from newsframing.coding.tying import Articles
from newsframing.errors import UserError
from newsframing.frames.codebook import Codebook, Frame

FRAMES = tuple(Frame(id=name, label=name, definition=name) for name in ("military", "diplomacy", "economic"))
MULTI = Codebook("conflict", "Conflict", "", "multi", FRAMES)
SINGLE = Codebook("conflict", "Conflict", "", "single", FRAMES)
ARTICLES = pd.DataFrame(
    {
        "article_id": ["a" * 16, "b" * 16, "c" * 16],
        "url": ["https://n.example/1", "https://n.example/2/", None],
        "key": ["1", "2", "3"],
    }
)
EXCLUDED = pd.DataFrame({"article_id": ["d" * 16], "url": ["https://n.example/4"], "reason": ["no date"]})


def table(tmp_path, text, name="codes.csv"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read_table(path, name)


def codes(tmp_path, text, book=MULTI, **entry):
    return read_codes(table(tmp_path, text), entry, book)


def gold(tmp_path, text, book=MULTI, **entry):
    found, _ = codes_table(codes(tmp_path, text, book, **entry), Articles(ARTICLES, EXCLUDED))
    settled = gold_table(found)
    return {(row.article_id[0], row.frame): row for row in settled.itertuples()}


def test_long_codes_become_frames_by_the_map(tmp_path):
    text = "key,coder,frame,present\n1,ab,THREAT,1\n1,ab,WAR,0\n1,ab,TALKS,0\n2,ab,military,1\n"
    found = codes(tmp_path, text, map={"THREAT": "military", "WAR": "military", "TALKS": "diplomacy"})
    assert [(c.article[0], c.frame, c.present) for c in found] == [
        (("key", "1"), "military", 1),  # one of its two labels is present
        (("key", "1"), "diplomacy", 0),
        (("key", "2"), "military", 1),
    ]


def test_a_file_of_presences_makes_the_other_frames_absent(tmp_path):
    found = gold(tmp_path, "key,frame\n1,military\n1,economic\n2,none\n", map={"none": ""})
    assert [found["a", f.id].present for f in FRAMES] == [1, 0, 1]
    assert [found["b", f.id].present for f in FRAMES] == [0, 0, 0]


def test_an_empty_cell_is_missing_and_not_absent(tmp_path):
    found = gold(tmp_path, "key,coder,military,diplomacy,economic\n1,ab,1,,0\n")
    assert {frame for _, frame in found} == {"military", "economic"}


def test_wide_codes_are_read_by_columns_of_their_own_names(tmp_path):
    text = "Link;War;Peace\nhttps://n.example/1;1;0\nhttps://n.example/2;0;1\n"
    found = gold(tmp_path, text, columns={"url": "Link"}, map={"War": "military", "Peace": "diplomacy"})
    assert found["a", "military"].present == 1
    assert found["b", "diplomacy"].present == 1


@pytest.mark.parametrize(
    ("text", "entry", "words"),
    [
        ("key,frame\n1,miltary\n", {}, ["codes.csv", "line 2", "'miltary'", "did you mean 'military'"]),
        ("key,frame\n1,x\n", {"map": {"x": "militry"}}, ["map: x", "did you mean 'military'"]),
        ("key,coder,frame,present\n1,a,military,maybe\n", {}, ["line 2", "present", "maybe", "1, 0"]),
        ("frame,present\nmilitary,1\n", {}, ["no column says which article"]),
        ("key,frame\n1,military\n", {"columns": {"frame": "fram"}}, ["no column 'fram'", "did you mean 'frame'"]),
        ("key,War\n1,1\n", {"map": {"War": "military", "Peac": "diplomacy"}}, ["no column 'Peac'"]),
        ("key,title\n1,T\n", {}, ["no column has a frame of 'conflict'"]),
        ("key,coder,frame,present\n1,a,military,1\n1,a,military,0\n", {}, ["line 3", "'a'", "line 2", "one value"]),
        ("key,coder,frame\n1,a,none\n1,a,military\n", {"map": {"none": ""}}, ["none of the frames", "military"]),
        ("key,frame\n,military\n", {}, ["line 2", "names no article"]),
        ("key,frame\n1,military,1\n", {}, ["line 2", "3 cells", "2 columns"]),
        ("", {}, ["empty"]),
    ],
)
def test_faults_name_file_and_place(tmp_path, text, entry, words):
    with pytest.raises(UserError) as raised:
        codes(tmp_path, text, **entry)
    for word in words:
        assert word in str(raised.value)


def test_one_coder_gives_one_frame_in_a_codebook_of_kind_single(tmp_path):
    with pytest.raises(UserError, match="kind single"):
        codes(tmp_path, "key,coder,frame\n1,a,military\n1,a,economic\n", SINGLE)
    # two coders may differ
    assert len(codes(tmp_path, "key,coder,frame\n1,a,military\n1,b,economic\n", SINGLE)) == 6


def test_two_files_that_contradict_each_other_are_met(tmp_path):
    one = read_codes(table(tmp_path, "key,coder,frame,present\n1,a,military,1\n", "x.csv"), {}, MULTI)
    two = read_codes(table(tmp_path, "url,coder,frame,present\nhttps://n.example/1,a,military,0\n", "y.csv"), {}, MULTI)
    with pytest.raises(UserError, match=r"y\.csv.*x\.csv, line 2"):
        codes_table([*one, *two], Articles(ARTICLES))


def test_articles_are_found_by_id_address_and_key_and_the_rest_is_listed(tmp_path):
    text = "article_id,url,key,frame,present\n"
    rows = [f"{'a' * 16},,,military,1", ",https://n.example/2#top,,military,1", ",,3,military,1"]
    rows += [",,99,military,1", ",https://n.example/4,,military,1"]
    found, lost = codes_table(codes(tmp_path, text + "\n".join(rows)), Articles(ARTICLES, EXCLUDED))
    assert [article[0] for article in found["article_id"].unique()] == ["a", "b", "c"]
    assert lost["reason"].tolist() == ["not in the corpus", "removed in cleaning: no date"]
    assert lost["line"].tolist() == [5, 6]


def test_a_key_of_two_articles_is_no_name():
    twice = pd.concat([ARTICLES, ARTICLES.assign(article_id=["e" * 16, "f" * 16, "0" * 16])])
    assert Articles(twice).find([("key", "1")]) == (None, "2 articles have this key")


@pytest.mark.parametrize(
    ("votes", "present", "decided"),
    [
        ({"a": 1, "b": 1, "c": 0}, 1, "majority"),
        ({"a": 1, "b": 0}, None, "tie"),
        ({"a": 1}, 1, "one coder"),
        ({"a": 1, "b": 1, "adjudicated": 0}, 0, "adjudicated"),
        ({"a": 0, "robot": 1, "robot2": 1}, 0, "one coder"),
        ({"me": 1, "a": 0}, 0, "one coder"),
        ({"me": 1}, 1, "one coder"),
        ({"robot": 1}, "nothing", ""),
    ],
)
def test_gold_is_adjudicated_or_what_most_people_say(tmp_path, votes, present, decided):
    text = "key,coder,frame,present\n" + "".join(f"1,{coder},military,{vote}\n" for coder, vote in votes.items())
    kinds = {"robot": {"kind": "model"}, "robot2": {"kind": "model"}, "me": {"kind": "author"}}
    found = gold(tmp_path, text + "2,a,military,0\n", coders=kinds)
    row = found.get(("a", "military"))
    assert (row is None) == (present == "nothing")
    if row is not None:
        assert (None if pd.isna(row.present) else row.present) == present
        assert row.decided == decided


def test_a_pilot_never_counts_and_the_main_wave_before_a_later_one(tmp_path):
    text = "key,coder,frame,present,wave\n1,a,military,1,pilot\n2,a,military,0,main\n2,a,military,1,drift\n"
    found = gold(tmp_path, text)
    assert ("a", "military") not in found
    assert found["b", "military"].present == 0


def test_an_article_has_what_one_of_its_sentences_has(tmp_path):
    text = "key,coder,frame,present,unit\n1,a,military,0,s1\n1,a,military,1,s2\n2,a,military,0,s1\n"
    found = gold(tmp_path, text)
    assert [found[letter, "military"].present for letter in "ab"] == [1, 0]


def labels(tmp_path, text, book=MULTI, **entry):
    found = read_labels(table(tmp_path, text), entry, book)
    made, lost = labels_table(found, book, "tool", Articles(ARTICLES), "codes.csv")
    return made.pivot(index="article_id", columns="frame", values="present"), lost


def test_labels_by_score_and_by_presence(tmp_path):
    scores = "key,frame,score\n1,military,.6\n1,diplomacy,.7\n2,economic,.3\n9,economic,1\n"
    many, lost = labels(tmp_path, scores)
    assert many.loc["a" * 16].to_dict() == {"military": 1, "diplomacy": 1, "economic": 0}
    assert many.loc["b" * 16].sum() == 0
    assert lost["article"].tolist() == ["9"]
    one, _ = labels(tmp_path, scores, SINGLE)
    assert one.loc["a" * 16].to_dict() == {"military": 0, "diplomacy": 1, "economic": 0}
    stated, _ = labels(tmp_path, "key,frame,present\n1,military,0\n1,economic,1\n")
    assert stated.loc["a" * 16].to_dict() == {"military": 0, "diplomacy": 0, "economic": 1}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("key,frame,score\n1,military,2\n", ["line 2", "'2'", "0 to 1"]),
        ("key,frame,score\n1,militry,1\n", ["line 2", "did you mean 'military'"]),
        ("key,frame\n1,military\n", ["'score'", "'present'"]),
        ("key,frame,score\n1,military,.2\n1,military,.3\n", ["line 3", "line 2", "one value"]),
    ],
)
def test_faults_of_labels(tmp_path, text, words):
    with pytest.raises(UserError) as raised:
        labels(tmp_path, text)
    for word in words:
        assert word in str(raised.value)


def test_a_returned_workbook_is_read_by_its_frames_and_its_name(tmp_path):
    pd.DataFrame({"article_id": ["a" * 16], "military": [1], "economic": [None]}).to_excel(
        tmp_path / "zoe.xlsx", index=False
    )
    entries = [{"files": ["zoe.xlsx"], "sheet": True}]
    found = import_all(entries, [], {"conflict": MULTI}, ARTICLES, EXCLUDED, tmp_path)
    assert found.codes[["coder", "frame", "present"]].to_numpy().tolist() == [["zoe", "military", 1]]
    other = Codebook("causes", "", "", "multi", FRAMES)
    with pytest.raises(UserError, match="column 'codebook'"):
        import_all(entries, [], {"conflict": MULTI, "causes": other}, ARTICLES, EXCLUDED, tmp_path)
