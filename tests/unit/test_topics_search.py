import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from planted import planted
from scipy.optimize import linear_sum_assignment

from newsframing.errors import UserError
from newsframing.tokens import build_matrix
from newsframing.topics import choose_k, load_model, save_model, search_k
from newsframing.topics.choose import STABLE
from newsframing.topics.engines import ENGINES, STRUCTURAL, fit_topics
from newsframing.topics.search import SEARCH_COLUMNS, feasible_k

TRUE_K = 5


@pytest.fixture(scope="module")
def corpus():
    articles, truth, words = planted(k=TRUE_K)
    matrix = build_matrix(articles, phrases=False, min_docs=2, max_share=0.9)
    places = {word: number for number, word in enumerate(words)}
    return matrix, truth[:, [places[str(word)] for word in matrix.vocabulary]]


def matched_cosine(found, truth):
    unit = [rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in (found, truth)]
    cosine = unit[0] @ unit[1].T
    return cosine[linear_sum_assignment(-cosine)]


@pytest.mark.parametrize("engine", ["lda", "nmf"])
def test_planted_topics_are_found(corpus, engine):
    matrix, truth = corpus
    model = search_k(matrix, TRUE_K, seeds=1, resamples=2, engine=engine)
    assert matched_cosine(model.topic_term, truth).min() >= 0.9
    assert model.stability.min() > 0.8


def test_planted_k_is_found(corpus):
    matrix, _ = corpus
    grid = [search_k(matrix, k, seeds=1, resamples=3).search for k in range(2, 10)]
    choice = choose_k(pd.concat(grid))
    assert abs(choice.k - TRUE_K) <= 1
    assert choice.table.loc[choice.table["chosen"] == 1, "k"].tolist() == [choice.k]


@pytest.mark.parametrize("engine", sorted(set(ENGINES) - STRUCTURAL))
def test_each_engine_gives_shares_and_repeats_itself(corpus, engine):
    matrix, _ = corpus
    counts = matrix.counts[:80]
    first, second = (fit_topics(counts, 4, 3, engine, matrix.counts[:90]) for _ in range(2))
    assert first.topic_term.shape == (4, counts.shape[1]) and first.doc_topic.shape == (90, 4)
    for part in first:
        assert part.min() >= 0 and part.sum(axis=1) == pytest.approx(np.ones(len(part)))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_scoring_does_not_hang_on_what_was_scored_before(corpus):
    matrix, _ = corpus
    alone = fit_topics(matrix.counts, 3, 1, "lda", matrix.counts[:10])
    among = fit_topics(matrix.counts, 3, 1, "lda", matrix.counts)
    assert np.array_equal(alone.doc_topic, among.doc_topic[:10])


def test_the_search_table(corpus):
    matrix, _ = corpus
    model = search_k(matrix, 3, seeds=2, resamples=2)
    rows = model.search
    assert list(rows.columns) == SEARCH_COLUMNS
    assert list(zip(rows["seed"], rows["resample"], strict=True)) == [(1, 0), (2, 0), (1, 1), (1, 2)]
    assert rows["n"].tolist() == [300, 300, 240, 240]
    assert rows["stability"][0] == 1.0
    assert model.stability.mean() == pytest.approx(rows.loc[rows["resample"] > 0, "stability"].mean())
    assert rows["npmi"][0] == pytest.approx(model.npmi.mean())
    assert rows["heldout"].isna().tolist() == [True, True, False, False]
    # a model that knows the topics foretells better than the words' own frequencies
    alone = search_k(matrix, 1, seeds=1, resamples=2).search
    assert (rows["heldout"] > alone.set_index("resample")["heldout"].reindex(rows["resample"]).to_numpy())[2:].all()
    prevalence = model.doc_topic.mean(axis=0)
    assert (np.diff(prevalence) <= 1e-9).all()


def test_without_resamples_stability_is_unknown(corpus):
    model = search_k(corpus[0], 3, seeds=1, resamples=0)
    assert np.isnan(model.stability).all() and len(model.search) == 1
    later = model.search.assign(k=4, npmi=model.search["npmi"] + 0.1)
    choice = choose_k(pd.concat([model.search, later]))
    assert choice.k == 4 and "without resamples" in choice.why


def test_saved_and_loaded_is_the_same_to_nine_decimals(corpus, tmp_path):
    model = search_k(corpus[0], 3, seeds=1, resamples=1)
    save_model(model, tmp_path / "k3.npz")
    again = load_model(tmp_path / "k3.npz")
    assert again.topic_term == pytest.approx(model.topic_term, abs=1e-9)
    assert again.engine == "lda" and again.k == again.k_asked == 3
    pd.testing.assert_frame_equal(again.search, model.search, check_dtype=False)


@pytest.mark.parametrize(("asked", "articles", "terms", "k"), [(10, 16, 50, 5), (10, 2, 50, 1), (10, 99, 4, 4)])
def test_too_many_topics_for_the_corpus(asked, articles, terms, k):
    assert feasible_k(asked, articles, terms) == k


@pytest.mark.parametrize("n", [1, 2, 16, 20])
def test_small_corpora(n):
    table = planted(n_docs=n, k=2, n_words=25, length=30)[0]
    table.loc[n - 1, "body"] = None if n > 2 else table.loc[n - 1, "body"]
    matrix = build_matrix(table)
    grid = [search_k(matrix, k) for k in (10, 20)]
    empty = np.isnan(grid[0].doc_topic).any(axis=1)
    assert empty.sum() == (1 if n > 2 else 0)
    assert all(model.k == max(1, (n - empty.sum()) // 3) for model in grid)
    choice = choose_k(pd.concat([model.search for model in grid]))
    assert choice.k == grid[0].k and "too small" in choice.why


def test_an_unknown_engine_names_the_nearest(corpus):
    with pytest.raises(UserError, match="lda_cold"):
        search_k(corpus[0], 3, engine="lda_colt")


CHILD = """
import hashlib, sys
from planted import planted
from newsframing.tokens import build_matrix
from newsframing.topics import save_model, search_k
articles = planted(n_docs=400)[0].sample(frac=1, random_state=int(sys.argv[2]))
save_model(search_k(build_matrix(articles), 6, seeds=1, resamples=1), sys.argv[1])
print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())
"""


def test_same_bytes_for_one_thread_or_two_and_any_order(tmp_path):
    digests = set()
    for threads, order in (("1", "1"), ("2", "2")):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        done = subprocess.run(
            [sys.executable, "-c", CHILD, str(tmp_path / f"{threads}.npz"), order],
            env={"PATH": "", "PYTHONPATH": str(Path(__file__).parent), **dict.fromkeys(names, threads)},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        digests.add(done.stdout.strip())
    assert len(digests) == 1


def rows(k, npmi, stability, asked=None):
    columns = {"k_asked": asked or k, "k": k, "npmi": npmi, "diversity": 0.8, "exclusivity": 0.5, "heldout": -7.0}
    return [{**columns, "resample": r, "stability": stability if r else 1.0} for r in (0, 1)]


@pytest.mark.parametrize(
    ("grid", "chosen", "why"),
    [
        ([(10, 0.20, 0.9), (20, 0.25, 0.7), (30, 0.30, 0.5)], 20, "highest"),
        ([(10, 0.248, 0.9), (20, 0.25, 0.7), (30, 0.30, 0.5)], 10, "smallest that is not clearly behind"),
        ([(10, 0.20, STABLE), (20, 0.25, STABLE - 0.001)], 10, "1 of the 2"),
        ([(10, 0.20, 0.3), (20, 0.25, 0.4)], 20, "most stable"),
        ([(10, -0.20, 0.9), (20, -0.3, 0.9)], 10, "highest"),
        ([(10, 0.20, 0.1)], 10, "this number alone"),
    ],
)
def test_the_rule(grid, chosen, why):
    choice = choose_k(pd.DataFrame([row for k, npmi, stability in grid for row in rows(k, npmi, stability)]))
    assert choice.k == chosen and why in choice.why


def noisy(k, npmi, stability):
    """A K with the NPMI and the stability of each resample."""
    return [
        row | {"resample": r}
        for r, (n, s) in enumerate(zip(npmi, stability, strict=True), 1)
        for row in rows(k, n, s)[1:]
    ]


def test_of_numbers_that_the_resamples_do_not_tell_apart_the_smallest_is_chosen():
    steady = [0.9] * 4
    ten = noisy(10, [0.20, 0.24, 0.20, 0.24], steady)
    # ahead of 10 by .01, with a standard error of .017; then by .01 in each of the same samples
    luck = choose_k(pd.DataFrame(ten + noisy(20, [0.24, 0.22, 0.24, 0.22], steady)))
    assert luck.k == 10 and "20 has 0.230" in luck.why
    assert luck.table["npmi_behind"].tolist() == pytest.approx([0.01, 0.0])
    assert luck.table["npmi_behind_se"].tolist() == pytest.approx([0.0346410 / 2, 0.0])
    sure = choose_k(pd.DataFrame(ten + noisy(20, [0.21, 0.25, 0.21, 0.25], steady)))
    assert sure.k == 20 and "highest coherence" in sure.why


def test_a_number_is_unstable_where_it_is_clearly_short():
    ten = noisy(10, [0.2] * 4, [0.9] * 4)
    nearly = choose_k(pd.DataFrame(ten + noisy(20, [0.3] * 4, [0.60, 0.70, 0.62, 0.72])))
    assert nearly.k == 20 and nearly.table["stability_se"].iloc[1] == pytest.approx(0.0588784 / 2, abs=1e-5)
    assert choose_k(pd.DataFrame(ten + noisy(20, [0.3] * 4, [0.64, 0.66, 0.64, 0.66]))).k == 10


def test_a_person_overrides_the_rule():
    table = pd.DataFrame([row for k, npmi in ((10, 0.2), (20, 0.3)) for row in rows(k, npmi, 0.9)])
    choice = choose_k(table, 10)
    assert (choice.k, choice.by_rule) == (10, 20)
    assert "would pick 20" in choice.why
    assert choice.table.loc[choice.table["chosen"] == 1, "k"].tolist() == [10]
    assert "picks the same" in choose_k(table, 20).why
    with pytest.raises(UserError, match=r"topics\.choose.*one of k: 10, 20"):
        choose_k(table, 15)


def test_a_chosen_number_too_large_for_the_corpus_is_lowered():
    table = pd.DataFrame([row for k, asked in ((5, 10), (5, 20)) for row in rows(k, 0.2, 0.9, asked)])
    assert choose_k(table, 20).k == 5
