import pandas as pd

from newsframing.focus import SAMPLE_COLUMNS, focus_counts, focus_sample, in_focus

FOCUS = {"any": ["Taliban", "militant*", "bomb*"], "at_least": 3, "none": ["cricket"]}


def corpus(*bodies: str) -> pd.DataFrame:
    rows = [
        {
            "article_id": f"{n:016x}",
            "outlet": "o",
            "published": "2017-02-07",
            "title": f"T{n}",
            "lead": None,
            "body": body,
            "is_copy": False,
        }
        for n, body in enumerate(bodies)
    ]
    return pd.DataFrame(rows).astype({"is_copy": bool})


def many() -> pd.DataFrame:
    return corpus(*("militants " * n for n in range(8) for _ in range(20)))


def test_twenty_in_and_twenty_out_the_nearest_first() -> None:
    sample = focus_sample(many(), FOCUS)
    assert list(sample.columns) == SAMPLE_COLUMNS
    assert sample["focus"].tolist() == [True] * 20 + [False] * 20
    inside, outside = sample[sample["focus"]], sample[~sample["focus"]]
    assert inside["margin"].tolist() == sorted(inside["margin"])
    assert (inside["margin"].iloc[:10] == 0).all()
    assert outside["margin"].tolist() == sorted(outside["margin"])
    assert (outside["margin"].iloc[:10] == 1).all()
    assert inside["margin"].max() > 0, "half are drawn from all the rest"
    assert sample["article_id"].is_unique


def test_the_draw_hangs_on_its_seed_alone() -> None:
    table = many()
    first = focus_sample(table, FOCUS)
    pd.testing.assert_frame_equal(first, focus_sample(table.iloc[::-1], FOCUS))
    assert set(first["article_id"]) != set(focus_sample(table, FOCUS, seed=2)["article_id"])


def test_mentions_tell_each_condition() -> None:
    focus = {"all": [{"any": ["Pakistan*"], "at_least": 2}, {"any": ["bomb*"]}], "none": ["film"]}
    sample = focus_sample(corpus("Pakistan Pakistani bomb", "Pakistan film"), focus)
    assert sample["mentions"].tolist() == [
        "all[0] 2 of 2; all[1] 1 of 1; none 0",
        "all[0] 1 of 2; all[1] 0 of 1; none 1",
    ]
    assert sample["margin"].tolist() == [0, 3]
    assert sample["terms"].tolist() == ["all[0]: Pakistan* 2; all[1]: bomb* 1", "all[0]: Pakistan* 1; none: film 1"]


def test_counts_that_are_known_give_the_same_sample() -> None:
    table = many().sample(frac=1, random_state=3)
    counts = focus_counts(table, FOCUS)
    pd.testing.assert_frame_equal(focus_sample(table, FOCUS, counts=counts), focus_sample(table, FOCUS))
    pd.testing.assert_series_equal(in_focus(table, FOCUS, counts), in_focus(table, FOCUS))


def test_terms_found_add_up_to_the_mentions() -> None:
    focus = {"any": ["air strike*", "strike*", "air*"]}
    sample = focus_sample(corpus("An air strike, two air raids, a strike."), focus)
    assert sample["mentions"].tolist() == ["any 3 of 1"]
    assert sample["terms"].tolist() == ["any: air strike* 1, air* 1, strike* 1"]


def test_copies_and_a_missing_focus_give_nothing() -> None:
    table = corpus("militants " * 4, "militants " * 4)
    table["is_copy"] = [False, True]
    assert focus_sample(table, FOCUS)["article_id"].tolist() == [f"{0:016x}"]
    assert focus_sample(table, None).empty
    assert list(focus_sample(table, None).columns) == SAMPLE_COLUMNS


def test_cricket_stays_out() -> None:
    """Pakistan and Afghanistan meet most often on the field, in the words of war."""
    cricket = (
        "Pakistan beat Afghanistan by three wickets in Sharjah. The Afghan attack, led by its fighters with the ball, "
        "bombarded the Pakistan batsmen with bouncers. Cricket fans of both countries clashed, and a security plan "
        "against the Taliban and other militants guarded the stadium; a bomb scare and a second bomb scare passed."
    )
    report = (
        "Pakistan closed the border with Afghanistan after a bombing. The Taliban denied it; militants "
        "of another group claimed the bomb."
    )
    violence = {"any": ["Taliban", "militant*", "bomb*"], "at_least": 2}
    focus = {"all": [{"any": ["Pakistan*"]}, {"any": ["Afghan*"]}, violence], "none": ["cricket*", "wicket*"]}
    table = corpus(cricket, report, cricket.replace("Cricket fans", "Fans"))
    assert in_focus(table, {**focus, "none": ["rugby"]}).tolist() == [True, True, True], "it would count otherwise"
    assert in_focus(table, focus).tolist() == [False, True, False]
    assert focus_sample(table, focus)["focus"].tolist() == [True, False, False]
