"""Figures of the corpus: which days and outlets it covers, what cleaning removed, how much of it is in focus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd
from matplotlib.axes import Axes

from newsframing.figures.palette import ACCENT, BAND, INK, MUTED, PALE, WARM
from newsframing.figures.style import (
    MARGIN,
    SMALL,
    WIDTH,
    Chart,
    Sheet,
    clean,
    nothing,
    stack,
    styled,
    text_width,
    tidy,
    write_rows,
)
from newsframing.figures.words import count, is_missing, listing, percent, plural, spoken

#: Outlets shown one by one; the smaller ones share the last row.
MOST_OUTLETS = 20
#: Past this many days a bar is a week, past the second a month of 30 days: a bar must stay visible.
DAYS_SHOWN, WEEKS_SHOWN = 190, 1300
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def outlet_name(outlet: object) -> str:
    """Name an outlet for people; articles whose source is silent are "(no outlet)"."""
    return "(no outlet)" if is_missing(outlet) or not str(outlet).strip() else clean(outlet)


def day_of(value: object) -> date | None:
    """Read an ISO day; None where there is none."""
    if is_missing(value):
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def in_words(day: date, year: bool = True) -> str:
    """Write a day as "7 Feb 2017"."""
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def merged_rest(table: pd.DataFrame, most: int = MOST_OUTLETS) -> tuple[pd.DataFrame, list[str]]:
    """Give the outlets by size (then name), the small ones past ``most`` under one name; and their order."""
    sizes = table.groupby("outlet")["n"].sum()
    order = [str(o) for o in sorted(sizes.index, key=lambda o: (-sizes[o], o))]
    if len(order) > most:
        rest = set(order[most - 1 :])
        name = f"{len(rest)} smaller outlets"
        table = table.assign(outlet=[name if o in rest else o for o in table["outlet"]])
        order = [*order[: most - 1], name]
    return table, order


def date_ticks(ax: Axes, first: date, last: date, room: float) -> None:
    """Mark Mondays, firsts of months or of years, as many as fit into ``room`` inches; a new year is said."""
    days = [first + timedelta(i) for i in range((last - first).days + 1)]
    mondays = [d for d in days if d.weekday() == 0]
    firsts = [d for d in days if d.day == 1]
    fits = max(2, int(room / 0.62))
    candidates = [
        *([days] if len(days) <= 8 else []),
        *(mondays[::step] for step in (1, 2, 3, 4)),
        firsts,
        *([d for d in firsts if (d.month - 1) % step == 0] for step in (3, 6, 12)),
        *([d for d in firsts if d.month == 1 and d.year % step == 0] for step in (2, 5, 10, 25, 50, 100)),
    ]
    chosen = next((c for c in candidates if 1 <= len(c) <= fits), [first])
    labels, year = [], None
    for day in chosen:
        labels.append(in_words(day, year=False) + (f"\n{day.year}" if day.year != year else ""))
        year = day.year
    ax.set_xticks([(d - first).days for d in chosen], labels)


def _bins(days: int) -> tuple[int, str]:
    if days <= DAYS_SHOWN:
        return 1, "day"
    return (7, "week") if days <= WEEKS_SHOWN else (30, "30 days")


@styled
def coverage(
    daily: pd.DataFrame, window: Sequence[str] | Mapping[str, str] | None = None, width: float = WIDTH
) -> Chart:
    """Draw articles a day, a row an outlet, days without articles visible.

    ``daily``: outlet, published (ISO day or empty), n, n_focus. ``window``: the study's first and last day (a pair or
    ``{"from": …, "to": …}``); without it, the first and the last day seen. Over about half a year a bar is a week.
    """
    table = tidy(daily, ["outlet", "published"], ["n", "n_focus"])
    table["outlet"] = [outlet_name(o) for o in table["outlet"]]
    table["day"] = [day_of(v) for v in table["published"]]
    undated = int(table.loc[table["day"].isna(), "n"].sum())
    dated = table[table["day"].notna() & (table["n"] > 0)]
    if dated.empty:
        why = f"None of the {plural(undated, 'article')} has a date." if undated else "There is no article to draw."
        return nothing("Articles by day and outlet", why, width)
    edges = list(window.values()) if isinstance(window, Mapping) else list(window or [])
    known = [d for d in map(day_of, edges) if d]
    first, last = min([*known, *dated["day"]]), max([*known, *dated["day"]])
    days = (last - first).days + 1
    size, unit = _bins(days)
    dated, order = merged_rest(dated)
    dated = dated.assign(bin=[(d - first).days // size for d in dated["day"]])
    n_bins = -(-days // size)
    empty = sorted(set(range(n_bins)) - set(dated["bin"]))

    total, focus = int(dated["n"].sum()), int(dated["n_focus"].sum())
    period = in_words(first) if days == 1 else f"{in_words(first)} to {in_words(last)}"
    title = (
        f"Articles a {unit} by outlet, {period}" if unit != "30 days" else f"Articles in 30 days by outlet, {period}"
    )
    holes = (
        f"{count(len(empty))} of {count(n_bins)} {'days' if unit == 'day' else 'periods'} have no article of any outlet"
    )
    explain = f"n = {count(total)} articles; dark: the {count(focus)} in focus. " + (
        f"Grey bands: {holes}." if empty else f"No {unit} is without an article."
    )
    explain += " A dot on the base line: none from this outlet." if n_bins <= DAYS_SHOWN and len(order) > 1 else ""
    note = f"{plural(undated, 'article')} without a date not drawn." if undated else ""
    per = dated.groupby(["outlet", "bin"])[["n", "n_focus"]].sum()
    peak = float(per["n"].max())

    label_room = min(2.3, 0.36 * width)
    rows = stack(order, label_room, least=0.46, lines=2)
    left = MARGIN + max(rows.width, max(text_width("10,000 · 1,000 focus", SMALL), 0)) + 0.12
    plot = width - left - MARGIN - 0.42
    sheet = Sheet(title, explain, note, rows.height + 0.62, width)
    back = sheet.axes(left, 0.18, plot, rows.height)
    for hole in empty:
        back.axvspan(hole * size - 0.5, (hole + 1) * size - 0.5, color=BAND, linewidth=0)
    back.set_xlim(-0.5 - 0.004 * days, n_bins * size - 0.5 + 0.004 * days)
    back.set_yticks([])
    date_ticks(back, first, last, plot)
    sheet.text(width - MARGIN, 0.1, f"articles a {unit}, same scale in all rows", ha="right", size=SMALL, color=MUTED)
    silent: dict[str, int] = {}
    y = 0.18
    for name, block, centre in zip(order, rows.labels, rows.centres, strict=True):
        height = 2 * (centre + 0.18 - y)
        own = per.loc[name]
        ax = sheet.axes(left, y + 0.07, plot, height - 0.1)
        ax.patch.set_alpha(0)
        ax.bar(own.index * size + (size - 1) / 2, own["n"], width=0.82 * size, color=PALE, linewidth=0)
        ax.bar(own.index * size + (size - 1) / 2, own["n_focus"], width=0.82 * size, color=ACCENT, linewidth=0)
        missing = sorted(set(range(n_bins)) - set(own.index) - set(empty))
        silent[name] = len(missing)
        if n_bins <= DAYS_SHOWN:
            ax.plot([m * size for m in missing], [0] * len(missing), ".", color=MUTED, markersize=1.8, clip_on=False)
        ax.set_xlim(back.get_xlim())
        ax.set_ylim(0, peak)
        ax.set_xticks([])
        ax.spines["bottom"].set_color(PALE)
        ax.yaxis.tick_right()
        ax.set_yticks(*(([0, peak], ["0", count(peak)]) if name == order[0] else ([], [])), fontsize=SMALL)
        whole = f"{count(own['n'].sum())} · {count(own['n_focus'].sum())} in focus"
        step = 0.145
        start = y + height / 2 - step * (len(block) + 1) / 2 + 0.105
        for i, line in enumerate(block):
            sheet.text(left - 0.1, start + i * step, line, ha="right", color=INK)
        sheet.text(left - 0.1, start + len(block) * step, whole, ha="right", size=SMALL, color=MUTED)
        y += height
    fewest = max(silent, key=lambda o: (silent[o], o))
    alt = (
        f"{title}. {plural(total, 'article')} of {plural(len(set(table['outlet'])), 'outlet')}, "
        f"{count(focus)} in focus. "
        f"Most come from {order[0]} ({count(per.loc[order[0]]['n'].sum())}), fewest from {order[-1]} "
        f"({count(per.loc[order[-1]]['n'].sum())}). {holes[0].upper() + holes[1:]}"
        + (f"; {fewest} has none on {count(silent[fewest])} more." if silent[fewest] else ".")
    )
    return Chart(sheet.figure, title, alt + (" " + note if note else ""))


@styled
def flow(corpus_flow: pd.DataFrame, aside: Sequence[tuple[str, int]] = (), width: float = WIDTH) -> Chart:
    """Draw the way from read to analysed: a bar of what is left after each reason, the removed part in another colour.

    ``corpus_flow``: step, reason, n_in, n_removed, n_out, one row a reason in order; rows that removed nothing are
    named in the note. ``aside``: what is kept and not analysed, as (why, number) in order; without it the way ends at
    the articles kept.
    """
    table = tidy(corpus_flow, ["step", "reason"], ["n_in", "n_removed", "n_out"])
    if table.empty:
        return nothing("From records read to articles kept", "No record was read.", width)
    read, kept = table["n_in"].iloc[0], table["n_out"].iloc[-1]
    removing = table[table["n_removed"] > 0]
    idle_rows = table[(table["n_removed"] == 0) & (table["reason"] != "all records read")]
    idle = [spoken(reason) for reason in idle_rows["reason"] if not is_missing(reason) and str(reason).strip()]
    steps = [
        ("Records read", read, 0.0, count(read)),
        *(
            (spoken(r.reason), r.n_out, r.n_removed, f"−{count(r.n_removed)}, {count(r.n_out)} left")
            for r in removing.itertuples()
        ),
        ("Articles kept", kept, 0.0, f"{count(kept)} ({percent(kept / read if read else None)})"),
    ]
    ends, left_over = {0, len(steps) - 1}, kept
    for why, number in aside:
        left_over -= number
        steps.append((why, left_over, number, f"−{count(number)}, {count(left_over)} left"))
    if aside:
        steps.append(("Stories analysed", left_over, 0.0, count(left_over)))
        ends.add(len(steps) - 1)
    title = f"From {count(read)} records read to {count(kept)} articles kept"
    explain = "Number of records after each reason for removal; orange: removed, with its count."
    if aside:
        title += f" and {plural(left_over, 'story', 'stories')} analysed"
        explain += " Grey outline: kept, and not counted in findings."
    note = f"Nothing had to be removed for: {listing(sorted(set(idle)), 12)}." if idle else ""
    rows = stack([s[0] for s in steps], 0.4 * width, least=0.3)
    after = max(text_width(s[3]) for s in steps) + 0.1
    left = MARGIN + rows.width + 0.12
    plot = width - left - MARGIN - after
    sheet = Sheet(title, explain, note, rows.height + 0.16, width)
    write_rows(sheet, rows, left - 0.1, 0.08)
    ax = sheet.axes(left, 0.08, plot, rows.height)
    ax.set_xlim(0, max(read, 1))
    ax.set_ylim(rows.height, 0)
    for i, ((_, out, removed, words), y) in enumerate(zip(steps, rows.centres, strict=True)):
        ax.barh([y], [out], height=0.17, color=ACCENT if i in ends else PALE, linewidth=0)
        if i > len(removing) + 1 and removed:
            ax.barh([y], [removed], left=[out], height=0.17, color="white", edgecolor=MUTED, linewidth=0.8)
        else:
            ax.barh([y], [removed], left=[out], height=0.17, color=WARM, linewidth=0)
        at = (out + removed) / max(read, 1) * plot
        sheet.text(left + at + 0.07, 0.08 + y + 0.04, words, color=INK if i in ends else MUTED)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    ax.axvline(0, color=MUTED, linewidth=1.0)
    causes = [
        f"{spoken(r.reason)} {count(r.n_removed)}"
        for r in removing.sort_values("n_removed", ascending=False).itertuples()
    ]
    alt = f"{title}; {percent(kept / read if read else None)} are kept. " + (
        f"Removed {count(read - kept)}: {listing(causes, 12)}." if causes else "Nothing was removed."
    )
    if aside:
        alt += f" Kept and not counted in findings: {listing([f'{why} {count(number)}' for why, number in aside])}."
    return Chart(sheet.figure, title, alt)


@styled
def focus(corpus_by_outlet: pd.DataFrame, width: float = WIDTH) -> Chart:
    """Draw, for each outlet, all its articles and those in focus. ``corpus_by_outlet``: outlet, n, n_focus at least."""
    table = tidy(corpus_by_outlet, ["outlet"], ["n", "n_focus"])
    table = table[table["n"] > 0].copy()
    if table.empty:
        return nothing("Articles in focus by outlet", "There is no article to draw.", width)
    table["outlet"] = [outlet_name(o) for o in table["outlet"]]
    table, order = merged_rest(table)
    sums = table.groupby("outlet")[["n", "n_focus"]].sum().loc[order]
    total, inside = sums["n"].sum(), sums["n_focus"].sum()
    title = f"{count(inside)} of {count(total)} articles are in focus"
    explain = f"Articles by outlet (n = {count(total)}); dark: in focus."
    words = [f"{count(f)} of {count(n)} ({percent(f / n)})" for n, f in zip(sums["n"], sums["n_focus"], strict=True)]
    rows = stack(order, 0.36 * width, least=0.27, lines=2)
    after = max(map(text_width, words)) + 0.1
    left = MARGIN + rows.width + 0.12
    plot = width - left - MARGIN - after
    sheet = Sheet(title, explain, "", rows.height + 0.5, width)
    write_rows(sheet, rows, left - 0.1, 0.02)
    ax = sheet.axes(left, 0.02, plot, rows.height)
    top = float(sums["n"].max())
    for n, f, text, y in zip(sums["n"], sums["n_focus"], words, rows.centres, strict=True):
        ax.barh([y], [n], height=0.16, color=PALE, linewidth=0)
        ax.barh([y], [f], height=0.16, color=ACCENT, linewidth=0)
        sheet.text(left + n / top * plot + 0.07, 0.02 + y + 0.04, text, color=MUTED)
    ax.set_xlim(0, top)
    ax.set_ylim(rows.height, 0)
    ax.set_yticks([])
    ax.locator_params(axis="x", nbins=max(2, int(plot / 0.8)), integer=True)
    ax.xaxis.set_major_formatter(lambda x, _: count(x))
    ax.set_xlabel("number of articles", labelpad=3)
    most = sums["n_focus"].idxmax()
    shares = sums["n_focus"] / sums["n"]
    alt = (
        f"{title} ({percent(inside / total)}), from {plural(len(order), 'outlet')}. Most are from {most} "
        f"({count(sums.loc[most, 'n_focus'])}); the share runs from {percent(shares.min())} ({shares.idxmin()}) "
        f"to {percent(shares.max())} ({shares.idxmax()})."
    )
    return Chart(sheet.figure, title, alt)
