"""Exemplars: one sentence an article, the richest in the topic's words, never more than fifty words of it."""

import pandas as pd
import pytest

from newsframing.exemplars import EXEMPLAR_COLUMNS, cut, exemplars_table, richest_sentence

WORDS = ["wheat", "harvest", "grain_price", "farmer"]


def test_the_sentence_with_most_of_the_words_is_chosen():
    fields = {
        "lead": "The wheat stood high in the fields this week.",
        "body": "Nothing happened here at all today. Farmers brought the wheat harvests in before the storm.",
    }
    told = richest_sentence(fields, WORDS)
    assert told == ("body", 1, "Farmers brought the wheat harvests in before the storm.", 3)


def test_a_phrase_counts_as_one_word_and_ties_go_to_the_more_probable_words():
    fields = {"body": "The farmer went home early that evening. The grain prices rose in every town."}
    assert richest_sentence(fields, WORDS)[2] == "The grain prices rose in every town."
    assert richest_sentence(fields, WORDS[::-1])[2] == "The farmer went home early that evening."


def test_a_readable_length_goes_before_richness_and_long_sentences_are_cut():
    long = " ".join(["wheat", "harvest", "farmer"] * 30) + "."
    fields = {"body": f"{long} The wheat was not in the barn yet."}
    assert richest_sentence(fields, WORDS)[2] == "The wheat was not in the barn yet."
    only = richest_sentence({"body": long}, WORDS)
    assert len(only[2].replace("…", " ").split()) == 50 and only[2].endswith("…")
    assert cut("a b c", 2) == "a b …" and cut("a b", 2) == "a b"


@pytest.mark.parametrize("fields", [{}, {"body": ""}, {"body": "No word of it stands here."}])
def test_no_sentence_is_quoted_where_none_has_a_word(fields):
    assert richest_sentence(fields, WORDS) is None


def test_an_article_of_two_topics_is_quoted_once_where_its_share_is_largest():
    articles = pd.DataFrame(
        {
            "article_id": ["a", "b"],
            "outlet": ["o.org", None],
            "published": ["2020-01-01", None],
            "title": ["Both", None],
            "lead": [None, None],
            "body": ["The wheat harvest was early this year. A goal was scored in the cup final.", "The cup was lost."],
        }
    )
    topics = pd.DataFrame({"topic": [1, 2], "exemplar_ids": ["a", "a b"]})
    weights = pd.DataFrame({"article_id": ["a", "a", "b", "b"], "topic": [1, 2, 1, 2], "weight": [0.4, 0.6, 0.0, 1.0]})
    table = exemplars_table(topics, [WORDS, ["goal", "cup"]], weights, articles)
    assert list(table.columns) == EXEMPLAR_COLUMNS
    assert table[["topic", "rank", "article_id"]].to_numpy().tolist() == [[1, 1, "a"], [2, 1, "a"], [2, 2, "b"]]
    assert pd.isna(table["quote"].iloc[0])
    assert table["quote"].tolist()[1:] == ["A goal was scored in the cup final.", "The cup was lost."]
    assert table["weight"].tolist() == [0.4, 0.6, 1.0]
