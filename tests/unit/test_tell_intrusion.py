import pandas as pd

from newsframing.pages.tell_intrusion import intrusion
from newsframing.tables import read_csv, write_csv
from newsframing.topics.judged import TABLE_COLUMNS


class Tables:
    """Stands for a report of which one table is read."""

    study = "s"

    def __init__(self, folder, rows):
        self.path = folder / "t.csv"
        write_csv(pd.DataFrame(rows, columns=TABLE_COLUMNS), self.path)

    def table(self, name):
        assert name == "topic_intrusion"
        return read_csv(self.path)


def row(topic, label="", precision=0.5, agreement=None, task="word"):
    return {
        "task": task, "topic": topic, "label": label, "n": 8, "n_items": 2, "n_coders": 4, "right": 4,
        "precision": precision, "low": 0.2, "high": 0.8, "interval": "wilson", "chance": 1 / 6, "agreement": agreement,
        "kappa": agreement, "npmi": 0.3, "stability": 0.6,
    }  # fmt: skip


def test_without_a_form_the_page_says_how_to_get_one(tmp_path):
    told = intrusion(Tables(tmp_path, []))
    assert "reports/s/coding/" in told
    assert "data/raw/s/codings/" in told
    assert "<table" not in told


def test_scores_stand_with_chance_agreement_and_the_cells_they_come_from(tmp_path):
    rows = [
        row("all", agreement=0.75),
        row("1", "wheat, rye", 0.9),
        row("2", "<script>x</script>", 0.1),
        row("10", "x", 0.9),
    ]
    told = intrusion(Tables(tmp_path, rows))
    assert 'data-cell="topic_intrusion.csv#word,all/precision">50%' in told
    assert 'data-cell="topic_intrusion.csv#word,all/chance">17%' in told
    assert 'data-cell="topic_intrusion.csv#word,all/agreement">75%' in told
    assert 'data-cell="topic_intrusion.csv#word,2/precision"' in told
    assert "<script>" not in told
    places = [told.index(part) for part in ("&lt;script&gt;", "wheat, rye", 'word,10/n"')]
    assert places == sorted(places), "the least clear topic comes first, equals by number"


def test_agreement_that_is_not_known_is_said(tmp_path):
    told = intrusion(Tables(tmp_path, [row("all", task="document"), row("1", "x", task="document")]))
    assert "not known" in told
    assert "a topic of an article" in told
