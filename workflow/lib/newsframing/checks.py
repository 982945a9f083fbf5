"""Truths that every report must meet before it is called done. A check returns what it counted, or raises Untrue."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser

import pandas as pd

from newsframing.evidence.verdicts import STATES
from newsframing.quoted import Quotations
from newsframing.rights import MOST_SENTENCES, MOST_WORDS

#: rounding to six decimals may move a sum of many shares by this much
ROUNDING = 1e-3


class Untrue(Exception):
    """A result that cannot be right."""


def hold(truth: bool, what: str) -> None:
    """Raise Untrue with ``what`` unless ``truth``."""
    if not truth:
        raise Untrue(what)


def flow_adds_up(flow: pd.DataFrame, n_articles: int, n_excluded: int) -> str:
    """Check that each row begins where the one before ended, and that kept and removed make up what was read."""
    hold((flow["n_in"] - flow["n_removed"] == flow["n_out"]).all(), "corpus_flow: n_in less n_removed is not n_out")
    hold(
        (flow["n_in"].iloc[1:].to_numpy() == flow["n_out"].iloc[:-1].to_numpy()).all(),
        "corpus_flow: a gap between rows",
    )
    read, kept = int(flow["n_in"].iloc[0]), int(flow["n_out"].iloc[-1])
    hold(kept == n_articles, f"corpus_flow keeps {kept} articles, articles.parquet has {n_articles}")
    hold(read - kept == n_excluded, f"corpus_flow removes {read - kept} records, excluded.parquet has {n_excluded}")
    return f"{read} records read = {kept} kept + {read - kept} removed, each with its reason"


def articles_are_sound(articles: pd.DataFrame, window: Mapping[str, str] | None) -> str:
    """Check ids, order, window and the fields that must be filled; ``articles`` has the counted ones only."""
    ids = articles["article_id"]
    hold(ids.is_unique, "articles: an article_id stands twice")
    hold(ids.is_monotonic_increasing, "articles: not in the order of article_id")
    hold(ids.map(lambda i: re.fullmatch(r"[0-9a-f]{16}", i) is not None).all(), "articles: an id is not 16 hex digits")
    if window:
        inside = articles["published"].between(window["from"], window["to"])
        hold(bool(inside.all()), "articles: one lies outside the window")
    hold(articles["cluster_id"].isin(ids).all(), "articles: a cluster is named after an article that is not there")
    hold((articles["is_copy"] == (articles["cluster_id"] != ids)).all(), "articles: is_copy and cluster_id disagree")
    return f"{len(articles)} articles: ids unique and sorted, dates inside the window, clusters whole"


def copies_are_sound(articles: pd.DataFrame, copies: pd.DataFrame) -> str:
    """Check that each cluster has one representative that is no copy, in focus if any is, and that all are listed."""
    originals = articles[~articles["is_copy"].astype(bool)]
    each = originals.groupby("cluster_id").size().reindex(articles["cluster_id"].unique(), fill_value=0)
    hold((each == 1).all(), "articles: a cluster has not exactly one article that is no copy")
    sizes = articles.groupby("cluster_id").size()
    copied = set(articles.loc[articles["is_copy"].astype(bool), "cluster_id"])
    hold((sizes[sorted(copied)] > 1).all(), "articles: a copy has nobody whose text it repeats")
    focus = set(articles.loc[articles["focus"].astype(bool), "cluster_id"])
    standing = set(originals.loc[originals["focus"].astype(bool), "cluster_id"])
    hold(focus == standing, "articles: a story in focus is represented by an article out of focus")
    listed = dict(zip(copies["cluster_id"], copies["n"], strict=True))
    hold(listed == sizes[sizes > 1].to_dict(), "corpus_copies: not the clusters of articles")
    return f"{len(sizes)} stories, {len(listed)} of them in several articles: one of each represents it"


def events_are_sound(articles: pd.DataFrame, events: pd.DataFrame, by_outlet: pd.DataFrame) -> str:
    """Check that events are listed with their articles; what the machine proposes has two or more, all in focus.

    An event that the study or a person names may have articles out of focus: what happened is told there too.
    """
    told = articles[articles["event_id"].notna()]
    sizes = told.groupby("event_id").size().to_dict()
    listed = dict(zip(events["event_id"], events["n"], strict=True))
    hold(set(sizes) <= set(listed), "corpus_events: an event of an article is not listed")
    hold(
        all(sizes.get(event, 0) == n for event, n in listed.items()), "corpus_events: n is not the articles of an event"
    )
    summed = by_outlet.groupby("event_id")["n"].sum().to_dict()
    hold(summed == sizes, "corpus_event_outlets: does not add up to the articles of an event")
    proposed = set(events.loc[events["kind"] == "proposed", "event_id"])
    hold(all(listed[event] > 1 for event in proposed), "corpus_events: one article alone is proposed as an event")
    hold(
        told.loc[told["event_id"].isin(proposed), "focus"].astype(bool).all(),
        "articles: one out of focus is in a proposed event",
    )
    return f"{len(listed)} events, {len(proposed)} of them proposed, of {len(told)} articles"


def accounts_add_up(articles: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> str:
    """Check that the tables that describe a corpus speak of the same articles: by outlet, week, text and language."""
    n, focus = len(articles), int(articles["focus"].sum())
    for name in ("corpus_by_outlet", "corpus_by_day", "corpus_by_week", "corpus_languages"):
        hold(int(tables[name]["n"].sum()) == n, f"{name}: n adds up to {tables[name]['n'].sum()}, not to {n}")
        hold(int(tables[name]["n_focus"].sum()) == focus, f"{name}: n_focus does not add up to {focus}")
    copies = int(articles["is_copy"].sum())
    hold(int(tables["corpus_by_outlet"]["n_copies"].sum()) == copies, f"corpus_by_outlet: n_copies is not {copies}")
    hold(tables["corpus_by_week"]["n_days"].between(0, 7).all(), "corpus_by_week: a week of more than seven days")
    texts = tables["corpus_texts"]
    for group, number in (("all", n), ("outlet", n), ("focus", focus)):
        hold(int(texts.loc[texts["group"] == group, "n"].sum()) == number, f"corpus_texts: {group} is not {number}")
    rising = texts[texts["n"] > 0][["p5", "q1", "median", "q3", "p95"]]
    hold((rising.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None), "corpus_texts: a quantile below a lower one")
    return f"tables by outlet, day, week, text and language all speak of {n} articles, {focus} in focus"


def truncation_is_sound(table: pd.DataFrame) -> str:
    """Check that shares are shares, and that only a frame that whole articles have can be lost."""
    for column in ("whole", "cut", "lost"):
        hold(table[column].dropna().between(0, 1).all(), f"frame_truncation: {column} outside 0 to 1")
    known = table.dropna(subset=["whole"])
    hold((known["lost"].isna() == (known["whole"] == 0)).all(), "frame_truncation: lost without a whole, or missing")
    hold(table["n"].nunique() <= 1, "frame_truncation: frames of different articles")
    return f"{len(table)} frames compared in whole and cut articles"


def intervals_are_sound(table: pd.DataFrame, name: str) -> str:
    """Check that shares lie between 0 and 1 and inside their intervals."""
    known = table.dropna(subset=["estimate"])
    for column in ("estimate", "low", "high"):
        hold(known[column].dropna().between(0, 1).all(), f"{name}: {column} outside 0 to 1")
    hold((known["low"].fillna(0) <= known["estimate"] + 1e-9).all(), f"{name}: an estimate below its interval")
    hold((known["high"].fillna(1) >= known["estimate"] - 1e-9).all(), f"{name}: an estimate above its interval")
    return f"{name}: {len(known)} estimates between 0 and 1, each inside its interval"


def topics_are_sound(topics: pd.DataFrame, search: pd.DataFrame, choice: pd.DataFrame) -> str:
    """Check that one searched K was chosen, that its topics are all there and that their shares make up the whole."""
    chosen = choice.loc[choice["chosen"] == 1, "k"].tolist()
    hold(len(chosen) == 1, "topic_choice: not exactly one K is chosen")
    hold(set(choice["k"]) == set(search["k"]), "topic_choice and topic_search differ in their K")
    hold(len(topics) == chosen[0], f"topics: {len(topics)} rows for K = {chosen[0]}")
    total = float(topics["prevalence"].sum())
    hold(abs(total - 1) < ROUNDING, f"topics: prevalences add up to {total}")
    return f"K = {chosen[0]} chosen of {sorted(set(search['k']))}; prevalences of its topics add up to 1"


def evidence_is_sound(evidence: pd.DataFrame, articles: pd.DataFrame) -> str:
    """Check that every piece of evidence stands in its article where it says, by words that begin as its term does."""
    texts = articles.set_index("article_id")[["title", "lead", "body"]]
    for row in evidence.itertuples(index=False):
        text = texts.at[row.article_id, row.field]
        words = text[row.start : row.end] if isinstance(text, str) else ""
        first = re.match(r"[^\W_]+", row.term.lower())
        fits = first is not None and words.lower().startswith(first.group())
        hold(fits, f"frame_evidence: '{words}' in {row.article_id} does not show the term '{row.term}'")
    return f"{len(evidence)} pieces of evidence stand where they say"


def scores_are_sound(scores: pd.DataFrame, evidence: pd.DataFrame, articles: pd.DataFrame) -> str:
    """Check that every article has a score a frame, that presence has evidence, and that shares are shares.

    Of articles whose texts are not here, scores came without evidence.
    """
    hold(scores["share"].between(0, 1).all(), "frame_scores: a share outside 0 to 1")
    frames = scores[["codebook", "frame"]].drop_duplicates()
    hold(len(scores) == len(frames) * len(articles), "frame_scores: an article lacks a score")
    hold(((scores["present"] == 1) == (scores["n_sentences"] > 0)).all(), "frame_scores: presence without sentences")
    if articles[["title", "lead", "body"]].isna().all(axis=None):
        hold(evidence.empty, "frame_evidence: evidence in articles without a text")
        return f"{len(scores)} scores of {len(frames)} frames, shared without their evidence"
    shown = set(map(tuple, evidence[["article_id", "codebook", "frame"]].drop_duplicates().to_numpy()))
    present = scores.loc[scores["present"] == 1, ["article_id", "codebook", "frame"]]
    hold(set(map(tuple, present.to_numpy())) == shown, "frame_scores and frame_evidence disagree")
    return f"{len(scores)} scores of {len(frames)} frames, each presence with its evidence"


def quotes_are_few(tables: Mapping[str, pd.DataFrame]) -> str:
    """Check that no table quotes more of an article, under its id, than may be quoted."""
    n = 0
    for name, table in tables.items():
        if not {"article_id", "quote"} <= set(table):
            continue
        own = table[["article_id", "quote"]].dropna().drop_duplicates()
        if own.empty:
            continue
        n += len(own)
        counts = own.groupby("article_id").size()
        words = own["quote"].str.replace("…", " ").str.split().str.len().groupby(own["article_id"]).sum()
        for article in counts[(counts > MOST_SENTENCES) | (words > MOST_WORDS)].index[:1]:
            hold(False, f"{name} quotes {counts[article]} sentences, {words[article]} words of {article}")
    return f"{n} quotations in tables, at most two sentences and 50 words of an article in each"


def shows_little(quotations: Quotations, text: str, name: str) -> None:
    """Check by its words that a page, table or figure shows no more of any article than may be quoted."""
    article, words = quotations.most(text)
    hold(words <= MOST_WORDS, f"{name} shows {words} words of the article {article}, and {MOST_WORDS} may be quoted")


def verdicts_are_sound(verdicts: pd.DataFrame) -> str:
    """Hold each verdict to its state: none without a reason, no p value where nothing was answered."""
    hold(verdicts["id"].is_unique, "verdicts: a claim has two verdicts")
    hold(bool(verdicts["verdict"].isin(STATES).all()), "verdicts: a state that the contract does not know")
    hold(bool(verdicts["why"].str.len().gt(10).all()), "verdicts: a verdict without a reason")
    open_ = verdicts["verdict"].isin(["not_testable", "unvalidated"])
    hold(bool(verdicts.loc[open_, "p_adjusted"].isna().all()), "verdicts: a p value where nothing was tested")
    known = verdicts.dropna(subset=["low", "high"])
    hold(bool((known["low"] <= known["high"]).all()), "verdicts: an interval upside down")
    return f"verdicts of {len(verdicts)} claims"


def validity_is_sound(validity: pd.DataFrame, predictions: pd.DataFrame) -> str:
    """Check that F1 lies in its interval, one macro row stands a method, and no trained score has seen its article."""
    known = validity.dropna(subset=["f1", "f1_low", "f1_high"])
    hold(known[["f1", "f1_low", "f1_high"]].stack().between(0, 1).all(), "frame_validity: an F1 outside 0 to 1")
    hold((known["f1_low"] <= known["f1_high"]).all(), "frame_validity: an interval upside down")
    macro = validity[(validity["frame"] == "macro") & (validity["group"] == "all")]
    hold(not macro.duplicated(["codebook", "method"]).any(), "frame_validity: two macro rows a method")
    trained = predictions[(predictions["method"] == "classifier") & (predictions["coded"] == 1)]
    hold(bool((trained["out_of_fold"] == 1).all()), "frame_predictions: a coded article is not judged out of fold")
    cells = ["article_id", "codebook", "frame", "method"]
    hold(not predictions.duplicated(cells).any(), "frame_predictions: two predictions of one cell")
    return f"{len(macro)} measures judged by codes, what was trained out of fold"


def codes_are_sound(agreement: pd.DataFrame, design: pd.DataFrame) -> str:
    """Check that agreement lies in its interval and that every code has a probability with which it came."""
    known = agreement.dropna(subset=["alpha"])
    hold(known["alpha"].between(-1, 1).all(), "agreement: an alpha outside -1 to 1")
    hold((known["alpha_low"].fillna(-1) <= known["alpha_high"].fillna(1)).all(), "agreement: an interval upside down")
    hold((agreement["n_present"] <= agreement["n_both"]).all(), "agreement: more present than coded twice")
    hold((agreement["n_both"] <= agreement["n"]).all(), "agreement: more coded twice than coded")
    coded = design.dropna(subset=["codes"])
    hold(coded["codes"].isin([0, 1]).all(), "design: a code that is neither 0 nor 1")
    sound = (coded["probability"] > 0) & (coded["probability"] <= 1)
    hold(bool(sound.all()), "design: a code without a probability")
    cells = ["codebook", "frame", "article_id"]
    hold(not design.duplicated(cells).any(), "design: an article stands twice for one frame")
    return f"agreement of {len(agreement)} frames and waves; {len(coded)} codes, each with its probability"


def figures_are_described(figures: pd.DataFrame, files: Iterable[str]) -> str:
    """Check that each figure has a file, a title and a text of some length that says what is seen."""
    missing = set(figures["file"]) - set(files)
    hold(not missing, f"figures: no file for {sorted(missing)}")
    hold(figures["alt"].fillna("").str.len().ge(30).all(), "figures: one without a text that says what is seen")
    hold(figures["title"].fillna("").str.len().ge(3).all(), "figures: one without a title")
    return f"{len(figures)} figures, each with a file and a text"


_LOADING = {"src", "srcset", "data", "poster", "background", "action", "formaction", "href", "xlink:href"}


class _References(HTMLParser):
    """Collects what a page would load, and images without alternative text."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.silent_images = 0
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self.policy = ""
        self._style = self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down src, href of what is not a link to follow, srcset, style and poster."""
        given = dict(attrs)
        self._style = tag == "style"
        self._script = tag == "script"
        if tag == "script":
            self.scripts.append("")
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "content-security-policy":
            self.policy = self.policy or given.get("content") or ""
        if tag == "img" and not given.get("alt"):
            self.silent_images += 1
        for name, value in given.items():
            followed = tag in ("a", "area") and name == "href"
            if name.startswith("on") or (followed and (value or "").strip().lower().startswith("javascript:")):
                self.handlers.append(f"{name} of {tag}")
            if name in _LOADING and not followed:
                self.loads.append(value or "")
            elif name == "style" or name.startswith("on"):
                self.loads.extend(_in_css(value or ""))

    def handle_data(self, data: str) -> None:
        """Take down what a style sheet would load, and what a script is."""
        if self._style:
            self.loads.extend(_in_css(data))
        if self._script:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        """Leave the style sheet or script."""
        self._style = self._script = False


def _in_css(css: str) -> list[str]:
    return re.findall(r"url\(\s*['\"]?([^'\")]+)", css) + re.findall(r"@import\s+['\"]([^'\"]+)", css)


def outside_loads(page: str) -> list[str]:
    """List everything a page would load that is not inside the page itself."""
    parser = _References()
    parser.feed(page)
    return [load for load in parser.loads if not load.startswith(("data:", "#"))]


def page_stands_alone(page: str, name: str) -> str:
    """Check that a page loads nothing, runs no script but one its policy names, and says what its images show."""
    parser = _References()
    parser.feed(page)
    outside = outside_loads(page)
    hold(not outside, f"{name} would load {outside[:3]}")
    hold(not parser.handlers, f"{name} has a script in {parser.handlers[:3]}")
    named = re.findall(r"'(sha256-[^']+)'", parser.policy)
    for script in parser.scripts:
        digest = b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
        hold(f"sha256-{digest}" in named, f"{name} has a script that its policy does not name")
    hold("unsafe-eval" not in parser.policy, f"{name} would run texts as scripts")
    hold(parser.silent_images == 0, f"{name} has an image without alternative text")
    return f"{name} loads nothing from outside"
