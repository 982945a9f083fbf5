import hashlib

import numpy as np
import pandas as pd
import pytest
from planted import planted

from newsframing.errors import UserError
from newsframing.tokens import build_matrix, load_matrix, save_matrix, stop_words, term_table, to_gensim


def articles_of(*bodies, **columns):
    table = pd.DataFrame({"article_id": [f"{n:016x}" for n in range(len(bodies))], "body": list(bodies)})
    defaults = {"role": "counted", "title": None, "lead": None, "is_copy": False, "focus": True}
    return table.assign(**{**defaults, **columns})


def dense(matrix):
    return pd.DataFrame(matrix.counts.toarray(), index=matrix.article_ids, columns=matrix.vocabulary)


def test_counts_by_hand():
    table = articles_of("Rebels shelled a camp. The camp burned", "camps and a rebel", title=["Camp", None])
    matrix = build_matrix(table, min_docs=1, max_share=1.0, phrases=False)
    assert dense(matrix).to_dict("list") == {"burned": [1, 0], "camp": [3, 1], "rebels": [1, 1], "shelled": [1, 0]}
    assert matrix.n_words.tolist() == [7, 3]


def test_a_lemma_bears_the_name_of_its_commonest_form():
    matrix = build_matrix(articles_of("talks talks talk", "Talks"), min_docs=1, max_share=1.0)
    assert matrix.vocabulary.tolist() == ["talks"]
    matrix = build_matrix(articles_of("talks talk", "talks"), min_docs=1, max_share=1.0, lemmas=False)
    assert matrix.vocabulary.tolist() == ["talk", "talks"]


def test_phrases_are_joined_and_weak_halves_fall_alone():
    table = articles_of(*["The Islamic State struck last week. A state visit"] * 12 + ["camp"])
    stops = stop_words({}, {"reporting": ["state"], "calendar": ["week", "last"]})
    matrix = build_matrix(table, stopwords=stops, min_docs=1, max_share=1.0)
    assert "islamic_state" in matrix.vocabulary
    assert not {"state", "week", "last_week", "islamic"} & set(matrix.vocabulary)


def test_no_phrase_spans_two_fields_or_articles():
    table = articles_of(*["camp"] * 12, title=["western"] * 12, lead=["river"] * 12)
    matrix = build_matrix(table, min_docs=1, max_share=1.0)
    assert matrix.vocabulary.tolist() == ["camp", "river", "western"]


def test_rare_and_common_terms_fall():
    bodies = ["border camp"] * 3 + ["border river"] * 3 + ["border"] * 100
    matrix = build_matrix(articles_of(*bodies), min_docs=3, max_share=0.5, phrases=False)
    assert matrix.vocabulary.tolist() == ["camp", "river"]
    matrix = build_matrix(articles_of(*bodies), min_docs=4, max_share=1.0, phrases=False)
    assert matrix.vocabulary.tolist() == ["border"]


def test_copies_and_readings_move_nothing():
    first = articles_of("border camp", "river camp", "river border")
    matrix = build_matrix(first, min_docs=2, max_share=0.7, phrases=False)
    more = articles_of("border camp", "river camp", "river border", "camp siege siege", "siege camp")
    more["role"] = ["counted"] * 4 + ["reading"]
    more["is_copy"] = [False] * 3 + [True, False]
    again = build_matrix(more, min_docs=2, max_share=0.7, phrases=False)
    assert again.vocabulary.tolist() == matrix.vocabulary.tolist()
    assert again.fit.tolist() == [True] * 3 + [False] and len(again.article_ids) == 4
    assert build_matrix(more, min_docs=2, copies="keep_all").fit.all()


def test_fitting_on_the_focus_and_on_long_articles():
    table = articles_of("border camp river", "camp", "river border", focus=[True, True, False])
    assert build_matrix(table, min_docs=1, fit_on="focus").fit.tolist() == [True, True, False]
    assert build_matrix(table, min_docs=1, min_words=2).fit.tolist() == [True, False, True]


def test_an_article_without_a_word_is_kept_but_not_fitted():
    matrix = build_matrix(articles_of("border camp", None, "12 34", "camp border river"), min_docs=1, max_share=1.0)
    assert len(matrix.article_ids) == 4 and matrix.fitted.tolist() == [0, 3]


def test_sixteen_articles_keep_their_words():
    bodies = [f"border {'river' if n % 2 else 'camp'} {'siege' if n == 3 else ''}" for n in range(16)]
    matrix = build_matrix(articles_of(*bodies), phrases=False, max_share=0.6)
    assert matrix.vocabulary.tolist() == ["camp", "river", "siege"]


def test_one_matter_in_every_article_still_has_words():
    matrix = build_matrix(articles_of("border camp", "border camp"))
    assert matrix.vocabulary.tolist() == ["border", "camp"]


@pytest.mark.parametrize("bodies", [("the of and",), ("", "12"), ()])
def test_no_word_at_all_is_the_users_to_mend(bodies):
    with pytest.raises(UserError, match="no word is left"):
        build_matrix(articles_of(*bodies))


def test_the_order_of_the_input_does_not_matter(tmp_path):
    table, _, _ = planted(n_docs=60, k=3)
    digests = set()
    for seed in (None, 1, 2):
        shuffled = table if seed is None else table.sample(frac=1, random_state=seed)
        save_matrix(build_matrix(shuffled), tmp_path / "m.npz")
        digests.add(hashlib.sha256((tmp_path / "m.npz").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_saved_and_loaded_is_the_same(tmp_path):
    matrix = build_matrix(planted(n_docs=30, k=2)[0])
    save_matrix(matrix, tmp_path / "m.npz")
    again = load_matrix(tmp_path / "m.npz")
    assert (matrix.counts != again.counts).nnz == 0
    for name in ("article_ids", "vocabulary", "fit", "n_words"):
        assert getattr(matrix, name).tolist() == getattr(again, name).tolist()


def test_the_table_and_the_gensim_view_hold_the_same_counts():
    matrix = build_matrix(articles_of("border camp camp", "river camp"), min_docs=1, max_share=1.0, phrases=False)
    table = term_table(matrix)
    assert [tuple(row) for row in table.itertuples(index=False)] == [
        ("0000000000000000", "border", 1),
        ("0000000000000000", "camp", 2),
        ("0000000000000001", "camp", 1),
        ("0000000000000001", "river", 1),
    ]
    dictionary, corpus = to_gensim(matrix)
    bags = [{dictionary[term]: int(n) for term, n in bag} for bag in corpus]
    assert bags == [{"border": 1, "camp": 2}, {"camp": 1, "river": 1}]
    assert dictionary.doc2bow(["camp", "camp", "river"]) == [(1, 2), (2, 1)]
    assert dictionary.dfs == {0: 1, 1: 2, 2: 1} and dictionary.num_docs == 2
    assert np.array_equal(np.array(corpus.sparse.todense()).T, matrix.counts.toarray())


def test_chunks_give_the_matrix_of_the_whole(tmp_path, monkeypatch):
    monkeypatch.setattr("newsframing.tokens.matrix.CHUNK", 7)
    bodies = [
        f"The Islamic State struck camp {'river ' * (n % 4)} and Gulf News told of talk{'s' * (n % 2)}"
        for n in range(40)
    ]
    table = articles_of(*bodies, is_copy=[n % 9 == 0 for n in range(40)])
    options = {"names": ["Gulf News"], "min_words": 8, "min_docs": 1, "max_share": 1.0}
    save_matrix(build_matrix(table.iloc[::-1], **options), tmp_path / "whole.npz")
    save_matrix(build_matrix((table.iloc[n : n + 9] for n in range(0, 40, 9)), **options), tmp_path / "chunks.npz")
    assert (tmp_path / "whole.npz").read_bytes() == (tmp_path / "chunks.npz").read_bytes()
    assert "islamic_state" in load_matrix(tmp_path / "whole.npz").vocabulary


def test_chunks_out_of_order_are_refused():
    table = articles_of("camp", "river")
    with pytest.raises(ValueError, match="order"):
        build_matrix([table.iloc[1:], table.iloc[:1]])


def test_a_chunk_without_counted_articles_is_no_fault():
    table = articles_of("camp", "camp river", role=["reading", "counted"])
    matrix = build_matrix([table.iloc[:1], table.iloc[1:], table.iloc[:0]], min_docs=1, max_share=1.0)
    assert matrix.article_ids.tolist() == ["0000000000000001"]
    with pytest.raises(UserError):
        build_matrix([])
