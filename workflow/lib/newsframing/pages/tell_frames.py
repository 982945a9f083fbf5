"""What the frames notebook says: how often each frame is present, by outlet and event, and sentences that show it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from newsframing.events import events_to_show
from newsframing.figures import differences as figures_differences
from newsframing.figures import frame_time as figures_time
from newsframing.figures import frames as figures
from newsframing.figures import network as figures_network
from newsframing.figures import speakers as figures_speakers
from newsframing.figures.words import decimal, interval, is_missing, listing, percent, plural
from newsframing.frames.prevalence import to_show
from newsframing.frames.speakers.actors import LABELS
from newsframing.pages.html import Html, join, link, paragraph, quote_html, safe, table_html
from newsframing.pages.report import FEW, Report, needs_texts

#: events of which a page lists every report
REPORTS = 40


def opening(report: Report) -> Html:
    """Say what was measured, on how many stories, and what the measure is worth today."""
    frames = sum(len(book.measured) for book in report.codebooks)
    few = (
        f" That is fewer than {FEW}: they are described one by one, and no share is estimated from them."
        if report.is_small
        else ""
    )
    return paragraph(
        f"{plural(frames, 'frame')} of {plural(len(report.codebooks), 'codebook')}, looked for in "
        f"{plural(len(report.stories), 'story', 'stories')} in focus.{few} ",
        _worth(report),
        "Read a share as that of stories in which somebody, the outlet or a person it quotes, says something that the "
        "frame's terms catch, and compare frames with care: a frame with more or commoner terms is found more often.",
    )


def _worth(report: Report) -> Html:
    """Say whether people have coded the articles."""
    if set(report.coded) & {book.id for book in report.codebooks}:
        return Html('How far these measures agree with codes made by people: <a href="validity.html">validity</a>. ')
    return Html("<strong>Not validated:</strong> no person has coded these articles yet. ")


def prevalence(report: Report) -> Html:
    """Draw the share of stories with each frame."""
    titles = {book.id: book.title for book in report.codebooks}
    table, beside = to_show(_own(report, report.table("frame_prevalence")))
    methods = table["method"].unique()
    # one figure for codebooks that are measured in different ways names them all
    one = table.assign(method=listing([str(method) for method in methods]))
    drawn = report.draw(
        "frame_prevalence", "frame_prevalence", figures.prevalence, one, labels=report.frame_labels, codebooks=titles,
        beside=beside,
    )  # fmt: skip
    every = table[table["group"] == "all"]
    shown = every[["codebook", "frame", "n", "estimate", "low", "high"]]
    formats = dict.fromkeys(("estimate", "low", "high"), "percent")
    headers = {"n": "stories", "estimate": "share", "low": "from", "high": "to"}
    listed = table_html(
        shown, "Share of stories with each frame, with 95% intervals", formats, headers, row_header=False
    )
    return drawn if report.is_small else join(drawn, listed)


def _own(report: Report, table: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of the study's codebooks: codes and labels may speak of others."""
    return table[table["codebook"].isin([book.id for book in report.codebooks])]


def position(report: Report) -> Html:
    """List where each frame stands in the stories that have it, and how often it leads its codebook."""
    table = report.table("frame_measures")
    if table.empty or report.is_small:
        return paragraph("Too few stories for shares: the first page lists the frames of each.")
    names = [report.frame_labels.get((r.codebook, r.frame), r.frame) for r in table.itertuples()]
    ends = [interval(r.dominant_low, r.dominant_high) for r in table.itertuples()]
    shown = table.assign(frame=names, ends=ends)
    own = shown[shown["n_present"] > 0]
    headline = own[(own["n_present"] >= FEW) & own["in_title"].notna()].sort_values("in_title", ascending=False).head(1)
    leading = own.sort_values("dominant", ascending=False).head(1)
    told = [
        f"Of the {row.n_present} stories with {row.frame}, {percent(row.in_title)} have it in the headline, the "
        "highest such share. "
        for row in headline.itertuples()
    ]
    told += [
        f"{row.frame} leads its codebook alone in {percent(row.dominant)} ({row.ends}) of the {row.n} stories: no "
        "other frame of it has as many sentences."
        for row in leading.itertuples()
    ]
    rare = own["n_present"] < FEW  # a share of so few moves with every story
    own = own.assign(in_title=own["in_title"].mask(rare), in_lead=own["in_lead"].mask(rare))
    columns = ["codebook", "frame", "n_present", "in_title", "in_lead", "dominant", "ends"]
    heads = {
        "n_present": "stories", "in_title": "headline", "in_lead": "lead", "dominant": "leads", "ends": "95% interval",
    }  # fmt: skip
    formats = dict.fromkeys(("in_title", "in_lead", "dominant"), "percent")
    caption = (
        f"Stories with each frame; the share of these that have it in headline or lead (from {FEW} stories on); the "
        "share of all stories in which it leads its codebook alone"
    )
    return join(
        paragraph(*told),
        table_html(own, caption, formats, heads, row_header=False, columns=columns),
    )


def over_time(report: Report) -> Html:
    """Draw the share of stories with each frame by week or month, with the events that the study names."""
    dates = {event["id"]: (str(event["date"]), str(event["label"])) for event in report.settings.get("events") or []}
    return report.draw(
        "frame_time",
        "frame_time",
        figures_time.over_time,
        report.table("frame_time"),
        labels=report.frame_labels,
        codebooks={book.id: book.title for book in report.codebooks},
        events=sorted(dates.values()),
    )


def differences(report: Report) -> Html:
    """Draw what sets each outlet apart, raw and adjusted, and say what was done."""
    table = report.table("frame_outlets")
    drawn = report.draw(
        "frame_differences",
        "frame_outlets",
        figures_differences.differences,
        table,
        labels=report.frame_labels,
        codebooks={book.id: book.title for book in report.codebooks},
    )
    if table.empty:
        return drawn
    known = table[table["adjusted"].notna()]
    clear = known[(known["adjusted_low"] > 0) | (known["adjusted_high"] < 0)]
    raw = known[(known["raw_low"] > 0) | (known["raw_high"] < 0)]
    return join(
        drawn,
        paragraph(
            f"Of {plural(len(known), 'difference')} that could be adjusted, {len(raw)} leave out zero as counted and "
            f"{len(clear)} adjusted; at 95% some {round(0.05 * len(known))} would by chance alone, were there no "
            "difference at all. Adjusted: a logistic regression of each frame on outlet, length, genre and agency "
            "copy gives every story each outlet in turn, its own features kept, and the predicted shares are averaged "
            "(marginal standardisation, Muller & MacLehose 2014). So two outlets are compared on one mix of stories; "
            "what the three features do not catch, such as which events an outlet covers, stays in the difference."
        ),
    )


def together(report: Report) -> Html:
    """Draw which frames come together, and list the pairs that stand apart most."""
    table = report.table("frame_cooccurrence")
    drawn = report.draw(
        "frame_network",
        "frame_cooccurrence",
        figures_network.cooccurrence,
        table,
        labels=report.frame_labels,
        codebooks={book.id: book.title for book in report.codebooks},
    )
    if report.is_small or table.empty:
        return drawn
    rarer = table[(table["high"] < 0) & (table[["n_frame", "n_other"]].min(axis=1) >= figures_network.RARE)]
    label = report.frame_labels
    told = [
        f"{label[(r.codebook, r.frame)]} and {label[(r.codebook_other, r.frame_other)]} ({r.n_both} stories where "
        f"{decimal(r.expected, 0)} were expected)"
        for r in rarer.sort_values(["phi", "frame"]).head(5).itertuples()
    ]
    said = f"Less often together than chance would have it: {listing(told)}." if told else ""
    why = (
        "Longer stories have room for more frames, so that two frames may come together for their length alone; phi is "
        "the correlation of the two marks, and no cause. "
    )
    return join(drawn, paragraph(why, said))


def speakers(report: Report) -> Html:
    """Draw who says the sentences of each frame, if speakers have been told apart."""
    if not (report.folder / "tables/frame_speakers.csv").is_file():
        return paragraph("Speakers have not been told apart in this study.")
    drawn = report.draw(
        "frame_speakers", "frame_speakers", figures_speakers.by_speaker, report.table("frame_speakers"),
        labels=report.frame_labels, speakers=LABELS, codebooks={book.id: book.title for book in report.codebooks},
    )  # fmt: skip
    return report.not_here() if report.from_counts else drawn


#: for whom a remedy is, as a table says it
_ADDRESSEES = {
    "state": "a state", "armed_group": "an armed group", "international": "an international body",
    "civilian": "civilians", "nobody": "nobody named",
}  # fmt: skip


@needs_texts
def remedies(report: Report) -> Html:
    """List what is recommended, for whom and by whom, as counts of sentences."""
    table = report.table("frame_remedies")
    if table.empty:
        return paragraph("No codebook of this study says whether a measure is proposed, taken or rejected.")
    told = paragraph(
        "What sentences in focus say of a measure: proposed, demanded or defended; decided or taken; rejected. In "
        "brackets how many of them name a kind of actor beside the speaker, as rules and lists of actors tell it: "
        "who would act or bear the measure cannot be told apart, and one sentence may name several. These are counts "
        "that describe, no estimates: by the makers' reading about half of the sentences marked so were right."
    )
    rows = [
        {
            "remedy": report.frame_labels.get((str(book), str(frame)), frame),
            **{status: _counted(own[own["status"] == status]) for status in ("proposed", "taken", "rejected")},
            "proposed by": _most(own, "speaker", LABELS),
            "for": _most(own, "addressee_kind", _ADDRESSEES),
        }
        for (book, frame), own in table.groupby(["codebook", "frame"], sort=False)
    ]
    heads = {"proposed by": "proposed by, most often", "for": "who is named with a proposal, most often"}
    return join(told, table_html(pd.DataFrame(rows), "Sentences that speak of each remedy", headers=heads))


def _counted(table: pd.DataFrame) -> int:
    """Count sentences once: the kinds of actors a sentence names are several rows of the table."""
    return int(table["n_counted"].sum())


def _most(table: pd.DataFrame, column: str, labels: Mapping[str, str], most: int = 3) -> str:
    """Write the commonest values among proposals with their sentences."""
    own = table[table["status"] == "proposed"]
    counts = own.groupby(column)["n_sentences" if column == "addressee_kind" else "n_counted"].sum()
    ranked = sorted(counts[counts > 0].items(), key=lambda pair: (-pair[1], str(pair[0])))[:most]
    return listing([f"{labels[str(name)]} ({n:.0f})" for name, n in ranked]) if ranked else "–"


@needs_texts
def words(report: Report) -> Html:
    """List the words that set outlets apart, and the words that come with each frame."""
    table = report.table("frame_keyness")
    if table.empty:
        return paragraph(f"No comparison has {FEW} stories on each side.")
    part = " Only the discovery part of the stories was looked at." if report.settings.get("split") else ""
    outlets = [{"outlet": outlet, "stories": _keywords(own)} for outlet, own in table.groupby("outlet", sort=False)]
    frames = [
        {
            "codebook": book,
            "frame": report.frame_labels.get((str(book), str(frame)), frame),
            "stories": _keywords(own[own["own_term"] == 0]),
        }
        for (book, frame), own in table.groupby(["codebook", "frame"], sort=False)
    ]
    told = paragraph(
        "Words that are more frequent on one side than chance and the corpus at large lead to expect, by the z-score "
        "of the log-odds ratio with an informative prior (Monroe, Colaresi & Quinn 2008); in brackets z and the "
        "number of stories with the word. A word that owes its place to one story is left out. Words tell what the "
        f"stories of an outlet or frame are about; they are no frames.{part}"
    )
    lists: list[object] = [told]
    if outlets:
        heads = {"stories": "words, against the stories of all other outlets"}
        lists.append(table_html(pd.DataFrame(outlets), "Words that set each outlet apart", headers=heads))
    if frames:
        heads = {"stories": "words, beside the frame's own terms, against the stories without the frame"}
        lists.append(
            table_html(pd.DataFrame(frames), "Words that come with each frame", headers=heads, row_header=False)
        )
    return join(*lists)


def _keywords(table: pd.DataFrame, most: int = 12) -> str:
    """Write the strongest words in a line."""
    rows = table.head(most).itertuples()
    return ", ".join(f"{str(r.term).replace('_', ' ')} ({decimal(r.z, 1)}; {r.n_stories})" for r in rows) or "none"


def by_outlet(report: Report) -> Html:
    """Draw the share of stories with each frame by outlet, a figure a codebook."""
    table, _ = to_show(_own(report, report.table("frame_prevalence")))
    return join(
        *(
            report.draw(
                f"frame_outlets_{book.id}",
                "frame_prevalence",
                figures.by_outlet,
                table,
                book.id,
                labels=report.frame_labels,
                title_of=book.title,
            )
            for book in report.codebooks
            if book.measured
        )
    )


def events(report: Report) -> Html:
    """Draw how many stories of each event and outlet have each frame, and quote them side by side."""
    table = report.table("frame_events")
    listed = report.table("corpus_events")
    shown = listed[listed["event_id"].isin(events_to_show(listed))]
    labels = dict(zip(shown["event_id"], shown["label"], strict=True))
    table.insert(1, "label", table["event_id"].map(labels))
    parts: list[object] = [
        report.draw(
            f"frame_events_{book.id}",
            "frame_events",
            figures.events,
            table,
            book.id,
            labels=report.frame_labels,
            title_of=book.title,
        )
        for book in report.codebooks
        if book.measured
    ]
    for event in labels:
        parts += [Html(f"<h3>{safe(labels[event])}</h3>"), _reports(report, table[table["event_id"] == event])]
    return join(*parts)


def _reports(report: Report, table: pd.DataFrame) -> Html:
    """List the reports of one event: outlet, date, title, frames, and a sentence with its frames."""
    if table.empty:
        return paragraph("No story in focus reports this event.")
    wanted = report.articles[report.articles["article_id"].isin(table["article_id"])]
    by_id = wanted.set_index("article_id").to_dict("index")
    present = table[table["present"] == 1]
    labels: dict[str, list[str]] = {}
    quotes: dict[str, dict[str, list[str]]] = {}
    for row in present.itertuples(index=False):
        label = report.frame_labels[(row.codebook, row.frame)]
        labels.setdefault(row.article_id, []).append(label)
        if not is_missing(row.quote):
            quotes.setdefault(row.article_id, {}).setdefault(row.quote, []).append(label)
    told = []
    for article in list(dict.fromkeys(table["article_id"]))[:REPORTS]:
        found, frames = by_id[article], labels.get(article, [])
        shown = [
            Html(f"<blockquote><p>{safe(quote)}</p></blockquote><p class='minor'>Shows: {safe(', '.join(shows))}</p>")
            for quote, shows in quotes.get(article, {}).items()
        ]
        title = "(no title)" if is_missing(found["title"]) else found["title"]
        head = f"<strong>{safe(found['outlet'])}</strong>, {safe(found['published'])}: "
        told.append(
            Html(
                f"<li><p>{head}{link(found['url'], title)}<br>Frames: "
                f"{safe(', '.join(frames) or 'none of those measured')}</p>{join(*shown)}</li>"
            )
        )
    return Html(f"<ul class='reports'>\n{join(*told)}\n</ul>")


@needs_texts
def quotes(report: Report) -> Html:
    """Quote the strongest sentences of each frame."""
    table = report.table("frame_quotes")
    urls = report.articles.set_index("article_id")["url"]
    parts: list[object] = []
    for book in report.codebooks:
        parts.append(Html(f"<h3>{safe(book.title)}</h3>"))
        for frame in book.measured:
            own = table[(table["codebook"] == book.id) & (table["frame"] == frame.id)]
            parts.append(Html(f"<h4>{safe(frame.label)}</h4>"))
            parts += [
                quote_html(row.quote, row.outlet, row.published, urls[row.article_id], row.title)
                for row in own.itertuples(index=False)
            ]
            if own.empty:
                parts.append(paragraph("No sentence to quote."))
    return join(*parts)


def definitions(report: Report) -> Html:
    """List every frame with its definition, where that comes from, and its nearest neighbour."""
    parts: list[object] = []
    for book in report.codebooks:
        rows = [
            {
                "frame": frame.label,
                "definition": frame.definition,
                "told from its neighbour": frame.nearest_rule,
                "terms": len(frame.terms),
                "origin": frame.source or book.source,
            }
            for frame in book.frames
        ]
        parts.append(table_html(pd.DataFrame(rows), f"Codebook {book.id}: {book.title}"))
    return join(*parts)
