import numpy as np
import pandas as pd
import pytest

from newsframing import prove
from newsframing.classify.nested import Task
from newsframing.prove import COLUMNS, splits, summed


def likenesses(n=160, seed=2):
    """Make articles with a frame in a third of them, told apart by noisy features."""
    rng = np.random.default_rng(seed)
    truth = (rng.random(n) < 0.35).astype(int)
    features = rng.normal(size=(n, 6)) + 0.9 * truth[:, None]
    features /= np.linalg.norm(features, axis=1)[:, None]
    return features @ features.T + 1.0, truth[:, None]


def test_no_article_is_scored_by_a_model_that_saw_its_code(monkeypatch):
    # folds in the order of the articles: those drawn by frame would move with the codes
    monkeypatch.setattr(prove, "folds", lambda values, *_: np.array_split(np.arange(len(values)), 5))
    like, values = likenesses()
    groups = np.arange(len(values)).astype(str)
    coded = np.arange(60)
    before = prove.scored(like, values, groups, coded, False, 0)
    assert np.corrcoef(before[60:, 0], values[60:, 0])[0, 1] > 0.4
    hidden = values.copy()
    hidden[60:] = 1 - hidden[60:]  # codes of articles that nobody coded must not matter
    assert np.array_equal(prove.scored(like, hidden, groups, coded, False, 0), before)
    flipped = values.copy()
    flipped[3] = 1 - flipped[3]  # in the first fold, of twelve articles
    after = prove.scored(like, flipped, groups, coded, False, 0)
    assert np.array_equal(after[:12], before[:12])
    assert not np.allclose(after[12:], before[12:])


def test_intervals_hold_the_share_in_all_codes():
    like, values = likenesses()
    ids = np.array([f"a{n:03d}" for n in range(len(values))], dtype=object)
    what = Task("book", ["frame"], False, ids, ids, np.arange(len(ids)), values)
    found = splits(what, like, 60, 40)
    assert found["held"].mean() > 0.85
    assert found["width"].mean() < found["alone"].mean()
    assert found.equals(splits(what, like, 60, 40))


@pytest.mark.parametrize(("share", "low"), [(0.3, 0.93), (0.05, 0.90)])
def test_bounds_by_how_common_a_frame_is(share, low):
    one = pd.DataFrame([(seed, "f", share, 1.0, 0.1, 0.2, 0.0) for seed in range(500)])
    one.columns = ["seed", "frame", "share", "held", "width", "alone", "few"]
    table = summed("s", one)
    assert list(table.columns) == COLUMNS
    row = table[table["quantity"] == "coverage"].iloc[0]
    assert (row["value"], row["low_bound"]) == (1.0, low)
    assert table.set_index("quantity")["value"]["width_ratio"] == 0.5
    assert summed("s", one.head(20))["low_bound"].isna().all()  # too few splits to judge
