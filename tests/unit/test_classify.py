import random

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

from newsframing.classify import features, judging, nested
from newsframing.classify.folds import folds
from newsframing.classify.model import Calibration, best_cut, steady_cut, weights
from newsframing.classify.validity import calibration, f1_interval, validity
from newsframing.frames.codebook import Codebook, Frame

WORDS = {
    "farm": ["wheat", "tractor", "barley", "orchard", "dairy", "harvest", "plough", "meadow"],
    "sport": ["goal", "striker", "coach", "penalty", "league", "stadium", "referee", "match"],
    "sea": ["harbour", "trawler", "tide", "lighthouse", "sailor", "anchor", "ferry", "reef"],
}
PLAIN = ["report", "monday", "people", "town", "said", "new", "after", "year", "number", "place", "again", "week"]
FRAMES = tuple(Frame(id=name, label=name, definition=name) for name in WORDS)


def corpus(number=120, seed=3, mixed=False):
    """Texts written by a generator: plain words with two of a theme, or of up to two themes."""
    chance = random.Random(seed)
    rows, values = [], []
    for index in range(number):
        themes = chance.sample(list(WORDS), chance.choice([0, 1, 2])) if mixed else [list(WORDS)[index % 3]]
        words = chance.sample(PLAIN, 6) + [word for theme in themes for word in chance.sample(WORDS[theme], 2)]
        chance.shuffle(words)
        body = " ".join(words) + "."
        rows.append({"article_id": f"{index:016x}", "title": None, "lead": None, "body": body, "role": "counted"})
        values.append([int(theme in themes) for theme in WORDS])
    articles = pd.DataFrame(rows).assign(cluster_id=[row["article_id"] for row in rows])
    return articles, np.array(values)


def gold_of(articles, values):
    cells = zip(articles["article_id"], values, strict=False)
    rows = [(a, "book", f.id, v) for a, row in cells for f, v in zip(FRAMES, row, strict=True)]
    return pd.DataFrame(rows, columns=["article_id", "codebook", "frame", "present"])


def judged(articles, values, kind="single"):
    book = Codebook("book", "Book", "", kind, FRAMES)
    gold = gold_of(articles, values)
    made = judging.fit_all(articles, gold, pd.DataFrame(), {"book": book}, {"book": "all"})
    table = judging.judge_all(articles, gold, made["predictions"], {"book": book}, 200, 1)
    return made, table[table["method"] == "classifier"].set_index("frame")


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(nested, "OUTER", 4)
    monkeypatch.setattr(nested, "CURVE", (0.5,))
    monkeypatch.setattr("newsframing.classify.model.INNER", 3)


def test_words_of_a_theme_are_learnt_and_the_rest_is_predicted(quick):
    articles, values = corpus(150)
    made, table = judged(articles, values[:120])  # the last thirty are not coded
    assert table.loc["macro", "f1"] > 0.85
    said = made["predictions"]
    rest = said[said["coded"] == 0].pivot(index="article_id", columns="frame", values="present")
    assert (rest[[f.id for f in FRAMES]].to_numpy() == values[120:]).all(axis=1).mean() > 0.85
    assert said[said["coded"] == 1]["out_of_fold"].eq(1).all()
    assert np.allclose(said.groupby("article_id")["score"].sum(), 1, atol=1e-5)
    curve = made["curve"]
    assert curve["n_train"].is_monotonic_increasing


def test_shuffled_codes_cannot_be_learnt(quick):
    """A leak of test articles into training would lift accuracy far over chance here."""
    articles, values = corpus(150)
    shuffled = values[np.random.default_rng(5).permutation(len(values))]
    _, table = judged(articles, shuffled)
    assert table.loc["macro", "accuracy"] < 1 / 3 + 0.15


def test_copies_never_stand_on_both_sides(quick):
    """Each text stands there four times with its own random code: only a copy in training could give the code away."""
    articles, _ = corpus(40)
    chance = np.random.default_rng(9)
    codes = np.eye(3, dtype=int)[chance.integers(0, 3, 40)]
    copies = pd.concat([articles] * 4, ignore_index=True)
    copies["article_id"] = [f"{number:016x}" for number in range(160)]
    values = np.vstack([codes] * 4)
    _, apart = judged(copies, values)
    _, leaking = judged(copies.assign(cluster_id=copies["article_id"]), values)
    assert apart.loc["macro", "accuracy"] < 0.6
    assert leaking.loc["macro", "accuracy"] > 0.9  # so that the first would have shown a leak


def test_several_frames_an_article(quick):
    articles, values = corpus(150, mixed=True)
    _, table = judged(articles, values, "multi")
    assert table.loc["macro", "f1"] > 0.8
    assert (table["f1_low"] <= table["f1"]).all()
    assert (table["f1"] <= table["f1_high"]).all()


def test_an_article_with_none_of_the_frames_is_a_class_of_its_own(quick):
    articles, values = corpus(120)
    values[:, 2] = 0
    made, table = judged(articles, values)
    assert table.loc["macro", "accuracy"] > 0.8
    assert set(made["predictions"]["frame"]) == set(WORDS)
    assert np.isnan(table.loc["sea", "f1"])  # nobody coded it
    assert table.loc["macro", "f1"] == pytest.approx(table.loc[["farm", "sport"], "f1"].mean())


def test_same_codes_same_predictions(quick):
    articles, values = corpus(90)
    first, second = judged(articles, values)[0], judged(articles, values)[0]
    for name in ("predictions", "curve", "choices"):
        pd.testing.assert_frame_equal(first[name], second[name])


def test_few_codes_train_nothing_and_say_so():
    articles, values = corpus(60)
    made, table = judged(articles, values[:20])
    assert made["predictions"].empty
    assert "20 coded articles" in made["notes"]["what"].iloc[0]
    assert table.empty


def test_coders_of_titles_are_judged_by_titles():
    articles = pd.DataFrame({"article_id": ["a", "b"], "title": ["T", None], "lead": ["L", "L"], "body": ["B", "B"]})
    shown = features.as_read(articles, "title")
    assert shown.loc[0, ["title", "lead", "body"]].tolist() == ["T", None, None]
    assert shown.loc[1, "body"] == "B"  # without a title there is something to read all the same


def test_folds_keep_groups_whole_and_frames_alike():
    values = np.eye(2, dtype=int)[[0] * 40 + [1] * 8]
    groups = np.array([f"g{index // 2}" for index in range(48)])
    parts = folds(values, groups, 4, 1)
    assert sorted(np.concatenate(parts)) == list(range(48))
    for part in parts:
        assert not set(groups[part]) & set(np.delete(groups, part))
        assert values[part, 1].sum() == 2


def test_rare_classes_weigh_as_much_as_frequent_ones():
    values = np.eye(2, dtype=int)[[0] * 9 + [1]]
    weight = weights(values, 1.0, True)
    assert weight[:9].sum() == pytest.approx(weight[9:].sum())
    assert np.allclose(weights(values, 0.0, True), 1)


def test_the_best_cut_is_where_f1_is_highest():
    assert 0.5 < best_cut(np.array([1, 1, 0, 0]), np.array([0.9, 0.7, 0.5, 0.1])) < 0.7
    assert best_cut(np.zeros(3), np.array([0.1, 0.2, 0.3])) > 0.3


@pytest.mark.parametrize("gap", [0.0, 0.7, 5.0])  # codes without and with a bearing on scores, and told apart by them
def test_curves_are_those_of_the_reference_library(gap):
    chance = np.random.default_rng(4)
    values = (chance.random((80, 3)) < [0.5, 0.05, 0.9]).astype(int)
    values[0], values[1] = 0, 1
    scores = chance.normal(size=(80, 3)) * 0.5 + gap * values
    asked = np.linspace(-2, 7, 30)
    found = Calibration(values, scores, False)(np.stack([asked] * 3, axis=1))
    for column in range(3):
        curve = LogisticRegression(C=10.0, tol=1e-10, max_iter=1000).fit(scores[:, [column]], values[:, column])
        assert np.allclose(found[:, column], curve.predict_proba(asked[:, None])[:, 1], atol=1e-4)


def test_a_frame_that_all_or_none_have_keeps_its_share():
    found = Calibration(np.array([[1, 0]] * 9), np.zeros((9, 2)), False)(np.zeros((4, 2)))
    assert found.tolist() == [[1, 0]] * 4
    assert Calibration(np.array([[1, 0]] * 9), np.zeros((9, 2)), True)(np.zeros((0, 2))).shape == (0, 2)


def test_a_threshold_is_not_tuned_to_a_handful():
    """One article of a hundred has the frame and no score tells it: the cut must not call half of them present."""
    values = np.zeros(100, dtype=int)
    values[60] = 1
    scores = np.linspace(1, 0, 100)
    assert (scores > steady_cut(values, scores, 1)).sum() == 1
    values[50:80:6] = 1  # five and more are enough to tune by
    assert (scores > steady_cut(values, scores, 1)).sum() > 50


@pytest.mark.parametrize(("recall", "precision"), [(0.2, 0.4), (0.5, 0.5), (0.95, 0.95)])
def test_intervals_of_f1_hold_it(recall, precision):
    """A frame in ten of two hundred articles, five hundred times; the bootstrap holds .86 to .96 of these."""
    found = 0.05 * recall
    wrong, missed = found * (1 - precision) / precision, 0.05 - found
    f1 = 2 * found / (2 * found + wrong + missed)
    held = []
    for seed in range(500):
        cells = np.random.default_rng(seed).choice(4, 200, p=[found, wrong, missed, 1 - found - wrong - missed])
        truth, said = np.isin(cells, [0, 2]).astype(int), np.isin(cells, [0, 1]).astype(int)
        if truth.any():
            low, high = f1_interval(truth, said, np.arange(200))
            held.append(low <= f1 <= high)
    assert 0.925 < np.mean(held) < 0.985


def test_an_interval_has_width_where_nothing_or_all_was_found():
    truth, clusters = np.array([1] * 8 + [0] * 12), np.arange(20)
    low, high = f1_interval(truth, 0 * truth, clusters)
    assert low == 0
    assert 0.4 < high < 0.6
    low, high = f1_interval(truth, truth, clusters)
    assert 0.7 < low < 0.9
    assert high == 1
    copied = np.arange(20) // 2  # two articles a story: half as many trials
    assert f1_interval(truth, truth, copied)[0] < low


def test_probabilities_are_held_against_the_codes_band_by_band():
    ids = [f"{index:016x}" for index in range(6)]
    gold = pd.DataFrame({"article_id": ids, "codebook": "book", "frame": "farm", "present": [1, 1, 0, 0, 0, None]})
    said = gold.assign(score=[1.0, 0.9, 0.85, 0.0, 0.3, 0.3], method="classifier", out_of_fold=1)
    table = calibration(gold, pd.concat([said, said.assign(method="dictionary", out_of_fold=0)]))
    assert table[["from", "to", "n"]].to_numpy().tolist() == [[0, 0.05, 1], [0.2, 0.4, 1], [0.8, 1, 3]]
    assert table["said"].tolist() == pytest.approx([0, 0.3, 2.75 / 3])
    assert table["found"].tolist() == pytest.approx([0, 0, 2 / 3])
    assert calibration(gold, said.iloc[:0]).empty


@pytest.mark.parametrize("kind", ["single", "multi"])
@pytest.mark.filterwarnings("error")
def test_small_and_lopsided_sets_end_without_a_warning(quick, kind):
    """A frame of one article, one that nobody has, one that nearly all have; folds in which classes are missing."""
    articles, _ = corpus(45)
    values = np.zeros((45, 3), dtype=int)
    values[:, 0] = 1
    values[[4, 17], 0] = 0
    values[4, 1] = 1
    made, table = judged(articles, values, kind)
    assert made["notes"].empty
    assert table.loc["farm", "f1"] > 0.9
    assert table.loc["sport", "f1_high"] > table.loc["sport", "f1"]
    assert made["predictions"]["score"].between(0, 1).all()


def test_validity_of_a_case_worked_by_hand():
    ids = [f"{index:016x}" for index in range(4)]
    gold = pd.DataFrame({"article_id": ids, "codebook": "book", "frame": "farm", "present": [1, 1, 0, 0]})
    said = gold.assign(present=[1, 0, 1, 0], method="tool")
    table = validity(gold, said, pd.Series(ids, index=ids), "book", ["farm"], False).set_index("frame")
    row = table.loc["farm"]
    assert (row["precision"], row["recall"], row["f1"], row["accuracy"]) == (0.5, 0.5, 0.5, 0.5)
    assert (row["n"], row["n_present"]) == (4, 2)
    assert row["f1_low"] < 0.5 < row["f1_high"]


def test_undecided_cells_judge_nothing():
    ids = [f"{index:016x}" for index in range(3)]
    gold = pd.DataFrame({"article_id": ids, "codebook": "book", "frame": "farm"})
    gold["present"] = pd.array([1, None, 0], dtype="Int8")
    said = gold.assign(present=[1, 1, 0], method="tool")
    table = validity(gold, said, pd.Series(ids, index=ids), "book", ["farm"], False).set_index("frame")
    assert table.loc["farm", "n"] == 2
    assert table.loc["farm", "f1"] == 1


def test_a_meaning_beside_the_words_is_learnt_from(quick):
    """Words here tell nothing; an encoder that knows the theme lets the classifier find it."""
    articles, values = corpus(120)
    articles["body"] = [f"{chr(97 + n % 26)}{n}." for n in range(120)]
    table = np.eye(3)[values.argmax(axis=1)]

    def encode(texts):
        return table if len(texts) == 120 else np.eye(3)  # articles; definitions of the frames

    book = Codebook("book", "Book", "", "single", FRAMES)
    counts = features.count(articles, book, "all", encode)
    assert np.array_equal(counts.dense["codebook"], table)  # near its own definition, far from the others
    ids = articles["article_id"].to_numpy(dtype=object)
    what = nested.task("book", [f.id for f in FRAMES], True, ids, ids, gold_of(articles, values))
    without = nested.learn(what, features.count(articles, book, "all")).curve["accuracy"].max()
    assert nested.learn(what, counts).curve["accuracy"].max() > 0.95 > without + 0.3
