import numpy as np
import pytest
from gensim.matutils import Sparse2Corpus
from gensim.models import LdaModel
from scipy import sparse

from newsframing.topics import engines
from newsframing.topics.rows import BATCH, Rows


@pytest.fixture
def counts():
    rng = np.random.default_rng(3)
    dense = rng.poisson(0.3, (3 * BATCH + 5, 40))
    dense[7:50] = 0
    return sparse.csr_matrix(dense)


@pytest.mark.parametrize("statistics", [True, False])
@pytest.mark.parametrize("iterations", [1, engines.ITERATIONS, 2000])
def test_rows_are_inferred_as_gensim_infers_lists_of_pairs(counts, statistics, iterations):
    model = engines._gensim(counts.shape[1], 5, 1, 1, 0)
    model.iterations = iterations
    state = model.random_state.get_state()
    gamma, collected = model.inference(list(Rows(counts)), statistics)
    model.random_state.set_state(state)
    known, known_statistics = LdaModel.inference(
        model, list(Sparse2Corpus(counts, documents_columns=False)), statistics
    )
    assert gamma == pytest.approx(known, abs=1e-10)
    if statistics:
        assert collected == pytest.approx(known_statistics, abs=1e-10)
    else:
        assert collected is None and known_statistics is None


def test_a_cold_model_is_that_of_gensim(counts):
    pairs = list(Sparse2Corpus(counts, documents_columns=False))
    known = LdaModel(
        pairs,
        4,
        {number: str(number) for number in range(counts.shape[1])},
        passes=engines.COLD_PASSES,
        random_state=np.random.RandomState(2),
        dtype=np.float64,
        eval_every=None,
    )
    fit = engines.fit_topics(counts, 4, 2, "lda_cold")
    assert fit.topic_term == pytest.approx(known.get_topics(), abs=1e-8)
