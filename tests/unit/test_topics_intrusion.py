import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from newsframing.frames.sentences import split_sentences
from newsframing.tokens.matrix import TermMatrix
from newsframing.topics import intrusion as it
from newsframing.topics.search import SEARCH_COLUMNS, TopicModel

K, WORDS, PER_TOPIC = 5, 12, 6


def model(k=K, words=WORDS, doc_topic=None):
    """Topics of their own words each, the first of them the most probable; articles led by each in turn."""
    terms = k * words
    topic_term = np.full((k, terms), 1e-4)
    for topic in range(k):
        topic_term[topic, topic * words : (topic + 1) * words] = np.linspace(2, 1, words)
    topic_term /= topic_term.sum(axis=1, keepdims=True)
    if doc_topic is None:
        doc_topic = np.array(
            [[[0.5, 0.3, 0.14, 0.04, 0.02][(t - lead) % k] for t in range(k)] for lead in range(k)] * PER_TOPIC
        )
        doc_topic /= doc_topic.sum(axis=1, keepdims=True)
    flat = np.zeros(k)
    return TopicModel("lda", k, topic_term, doc_topic, flat, flat, flat, pd.DataFrame(columns=SEARCH_COLUMNS))


def vocabulary(k=K, words=WORDS):
    return np.array([f"t{topic}w{word:02d}" for topic in range(k) for word in range(words)])


def matrix(n, terms=K * WORDS, fit=None):
    return TermMatrix(
        sparse.csr_matrix(np.ones((n, terms), dtype=np.int32)),
        np.array([f"{i:016x}" for i in range(n)]),
        vocabulary(terms // WORDS),
        np.ones(n, dtype=bool) if fit is None else fit,
        np.full(n, 100),
    )


def articles(n=K * PER_TOPIC, **columns):
    ids = [f"{i:016x}" for i in range(n)]
    base = {
        "article_id": ids,
        "title": "A title",
        "lead": "",
        "body": "One is here. Two is here. Three.",
        "cluster_id": ids,
    }
    return pd.DataFrame({**base, **columns})


def documents(n=K * PER_TOPIC, **columns):
    return it.document_form(model(), matrix(n), articles(n, **columns), split_sentences)


def options(record):
    return [record[letter] for letter in it.LETTERS if record.get(letter)]


def test_a_word_item_holds_five_words_of_its_topic_and_one_of_another():
    form = it.word_form(model(), vocabulary())
    assert form.answers["topic"].sort_values().tolist() == [1, 2, 3, 4, 5]
    for record in form.answers.to_dict("records"):
        own, other = f"t{record['topic'] - 1}w", f"t{record['intruder_topic'] - 1}w"
        words = options(record)
        assert len(words) == 6
        assert record[record["right"]].startswith(other)
        assert other != own
        assert sorted(word for word in words if word != record[record["right"]]) == [f"{own}{i:02d}" for i in range(5)]
        # probable in its own topic: one of its first ten
        assert int(record[record["right"]][-2:]) < it.PROBABLE


def test_an_intruder_is_improbable_in_the_topic():
    fitted = model()
    terms = {word: number for number, word in enumerate(vocabulary())}
    for record in it.word_form(fitted, vocabulary()).answers.to_dict("records"):
        row = fitted.topic_term[record["topic"] - 1]
        assert row[terms[record[record["right"]]]] <= np.median(row)


def test_words_that_share_a_part_never_stand_together():
    names = vocabulary()
    names[1] = "t0w00_again"  # the second word of the first topic, and the first words of all others, repeat a part
    names[WORDS::WORDS] = [f"t0w02_{i}" for i in range(1, K)]
    names = names.astype(str)
    form = it.word_form(model(), names)
    first = form.answers[form.answers["topic"] == 1].to_dict("records")[0]
    assert "t0w00 again" not in options(first)
    assert not any(word.startswith("t0w02 ") for word in options(first))
    assert "t0w05" in options(first)


def test_the_form_does_not_tell_the_answer():
    form = it.word_form(model(), vocabulary())
    assert form.items.columns.tolist() == ["item", "A", "B", "C", "D", "E", "F", "answer", "coder"]
    assert set(form.items["answer"]) == {""}
    # neither the place of an option nor the order of the items follows the topics
    assert form.answers["right"].nunique() > 1
    assert form.answers["topic"].tolist() != sorted(form.answers["topic"])


def test_an_article_stands_with_three_of_its_topics_and_one_it_hardly_has():
    form = documents()
    assert form.answers["topic"].value_counts().to_dict() == dict.fromkeys(range(1, K + 1), it.ARTICLES)
    shares = dict(zip([f"{i:016x}" for i in range(K * PER_TOPIC)], model().doc_topic, strict=True))
    for record in form.answers.to_dict("records"):
        share = shares[record["article_id"]]
        shown = {int(text[1]) for letter, text in record.items() if letter in it.LETTERS and text}
        intruder = int(record[record["right"]][1])
        assert intruder == record["intruder_topic"] - 1
        assert share[record["topic"] - 1] == share.max()
        assert shown - {intruder} == set(np.argsort(-share)[:3].tolist())
        assert share[intruder] < 0.05


def test_articles_that_are_not_fitted_or_not_the_studys_are_not_shown():
    n = K * PER_TOPIC
    fit = np.arange(n) >= K
    own = articles(n)[: n - K]
    shown = it.document_form(model(), matrix(n, fit=fit), own, split_sentences).answers["article_id"]
    assert set(shown) <= {f"{i:016x}" for i in range(K, n - K)}
    assert len(shown) == K * it.ARTICLES


def test_one_story_is_shown_once():
    assert len(documents(cluster_id="one").answers) == 1


def test_articles_with_three_topics_go_before_articles_with_one():
    flat = np.full((K * PER_TOPIC, K), 0.01)
    flat[:, 0] = 0.96
    flat[7] = [0.6, 0.2, 0.15, 0.03, 0.02]
    flat[9] = [0.6, 0.2, 0.15, 0.03, 0.02]
    n = K * PER_TOPIC
    form = it.document_form(model(doc_topic=flat), matrix(n), articles(n), split_sentences)
    assert set(form.answers["article_id"]) == {f"{7:016x}", f"{9:016x}"}


@pytest.mark.parametrize(("k", "n_options"), [(1, None), (2, 2), (3, 3), (4, 4)])
def test_few_topics_give_fewer_options(k, n_options):
    n = k * 4
    shares = np.full((n, k), 0.1)
    shares[np.arange(n), np.arange(n) % k] = 1
    shares /= shares.sum(axis=1, keepdims=True)
    fitted = model(k, doc_topic=shares)

    form = it.document_form(fitted, matrix(n, k * WORDS), articles(n), split_sentences)
    if n_options is None:
        assert form.items.empty
        assert it.word_form(fitted, vocabulary(k)).items.empty
    else:
        assert set(form.answers["n_options"]) == {n_options}
        assert [field.choices for field in form.fields if field.name == "answer"] == [it.LETTERS[:n_options]]


def test_no_more_than_fifty_words_and_two_sentences_are_quoted():
    long = "word " * 60
    title, opening = it.extract(
        pd.Series({"title": "Ten words " * 5, "lead": "", "body": f"{long}. Two."}), split_sentences
    )
    assert len(f"{title} {opening}".replace("…", "").split()) == it.MOST_WORDS
    title, opening = it.extract(pd.Series({"title": None, "lead": "One. Two. Three.", "body": "x"}), split_sentences)
    assert (title, opening) == ("", "One. Two.")
    title, opening = it.extract(pd.Series({"title": long, "lead": None, "body": "One."}), split_sentences)
    assert len(title.split()) == it.MOST_WORDS + 1
    assert opening == ""
    assert len(it.extract(pd.Series({"title": "x" * 9000, "lead": "", "body": ""}), split_sentences)[0]) < 50


def test_a_form_hangs_on_its_content_alone():
    one, two = documents(), documents()
    pd.testing.assert_frame_equal(one.items, two.items)
    pd.testing.assert_frame_equal(one.answers, two.answers)
    shuffled = it.document_form(
        model(), matrix(K * PER_TOPIC), articles().sample(frac=1, random_state=3), split_sentences
    )
    pd.testing.assert_frame_equal(one.items, shuffled.items)
    other = documents(title="Another title")
    assert not set(one.items["item"]) & set(other.items["item"])


def test_coders_are_told_what_to_do():
    for form in (it.word_form(model(), vocabulary()), documents()):
        title, lines = it.instructions(form, "data/raw/x/codings/")
        assert title.endswith("?")
        assert any("data/raw/x/codings/" in line for line in lines)
