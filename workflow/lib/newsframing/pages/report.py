"""What the notebooks of a study share: settings and tables, figures kept with their texts, the limits of the corpus."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property, wraps
from pathlib import Path
from typing import Any

import pandas as pd

from newsframing import rights
from newsframing.cells import cell_name
from newsframing.counts.lacking import starts_from_counts
from newsframing.figures.style import Chart, figure_row
from newsframing.figures.words import plural
from newsframing.frames.codebook import Codebook, read_codebook
from newsframing.pages import html
from newsframing.pages.html import Html
from newsframing.pages.site import Entry, pages_of
from newsframing.settings import load_yaml
from newsframing.tables import read_csv, read_parquet, write_csv

#: under this many articles in focus a study is described, not estimated
FEW = 20
#: pages that say in full what the corpus can carry; the others say how large it is, and where
LIMITS_ON = ("index", "corpus", "method")
INTERVALS = (
    "An interval says how far a result would move with other stories of the same process; it says nothing about an "
    "outlet's whole output. Whether force works is not measured here, only who says so and how often."
)


def project_root() -> Path:
    """Give the project that the working folder is in: a notebook in Jupyter runs where it stands, some folders down.

    The way is relative, so that no path of a machine gets into what a notebook shows; "." outside of any project.
    """
    up = Path()
    for _ in Path().resolve().parents:
        if (up / "Snakefile").is_file():
            return up
        up = up / ".."
    return Path()


def needs_texts(section: Callable[[Report], Html | None]) -> Callable[[Report], Html | None]:
    """Leave a section out of a study that starts from shared counts: its first page says what is lacking, and why."""

    @wraps(section)
    def told(report: Report) -> Html | None:
        return report.not_here() if report.from_counts else section(report)

    return told


def silent_without_texts(section: Callable[[Report], Html | None]) -> Callable[[Report], Html | None]:
    """Leave a section out likewise, without a word: it stands below one that says why."""

    @wraps(section)
    def told(report: Report) -> Html | None:
        return None if report.from_counts else section(report)

    return told


class Report:
    """A study's finished tables, under reports/{study} and data/processed/{study} of the working folder."""

    def __init__(self, study: str, page: str = "index", root: str | Path | None = None) -> None:
        """Open a study for one of its pages."""
        self.study, self.page = study, page
        self.root = project_root() if root is None else Path(root)
        self.folder = self.root / "reports" / study
        self.record: dict[str, Any] = load_yaml(self.folder / "replication/study.yaml")
        record = self.record
        self.settings: dict[str, Any] = record["study"]
        self.datasets: dict[str, Any] = record["datasets"]
        self.coded: list[str] = record.get("coded", [])
        self._figures: list[dict[str, str]] = []

    def table(self, name: str) -> pd.DataFrame:
        """Read a table of the study: table("corpus_flow")."""
        return read_csv(self.folder / f"tables/{name}.csv")

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The counted articles, without their bodies."""
        columns = ["article_id", "role", "outlet", "published", "title", "url", "focus", "is_copy", "cluster_id"]
        columns += ["event_id"]
        every = read_parquet(self.root / f"data/processed/{self.study}/articles.parquet", columns)
        return every[every["role"] == "counted"].reset_index(drop=True)

    @cached_property
    def stories(self) -> pd.DataFrame:
        """The articles in focus that count: one of each cluster of copies, or all, as the study says."""
        focus = self.articles[self.articles["focus"]]
        return focus if self.settings["copies"] == "keep_all" else focus[~focus["is_copy"]]

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Frame scores of every article."""
        return read_parquet(self.root / f"data/processed/{self.study}/frame_scores.parquet")

    def counted_stories(self, one: str = "story", many: str = "stories") -> Html:
        """Write the number of stories that findings count, with its noun."""
        table = self.table("corpus_independence")
        row = table[table["group"] == "focus"].iloc[0]
        column = "n" if self.settings["copies"] == "keep_all" else "n_clusters"
        return html.plural_of(row[column], cell_name("corpus_independence", row, column), one, many)

    @property
    def from_counts(self) -> bool:
        """Tell whether the study starts from counts that were shared in place of texts."""
        return starts_from_counts(self.settings)

    def not_here(self) -> Html:
        """Say of a section that it takes texts, and where the page tells what is lacking."""
        where = Html('<a href="index.html#not-recomputed">what could not be recomputed</a>')
        return html.paragraph("This takes texts, and the study starts from shared counts: ", where, ".")

    @property
    def is_small(self) -> bool:
        """Tell whether the study has too few stories for estimates."""
        return len(self.stories) < FEW

    @cached_property
    def codebooks(self) -> list[Codebook]:
        """The study's codebooks, in its order."""
        return self._read_codebooks(self.settings["frames"]["codebooks"])

    @cached_property
    def reading_codebooks(self) -> list[Codebook]:
        """The codebooks marked on reading pages beside the study's own."""
        named = (self.settings.get("readings") or {}).get("codebooks", [])
        return self._read_codebooks([name for name in named if name not in self.settings["frames"]["codebooks"]])

    @cached_property
    def coded_codebooks(self) -> list[Codebook]:
        """The codebooks that codes or other tools' labels speak of."""
        return self._read_codebooks(self.coded)

    def _read_codebooks(self, ids: list[str]) -> list[Codebook]:
        schema = load_yaml(self.root / "workflow/schemas/codebook.yaml")
        names = [f"config/codebooks/{name}.yaml" for name in ids]
        return [read_codebook(load_yaml(self.root / name, name), schema, file=name) for name in names]

    @cached_property
    def frame_labels(self) -> dict[tuple[str, str], str]:
        """Labels of the frames by codebook and id."""
        return {(book.id, frame.id): frame.label for book in self.codebooks for frame in book.frames}

    @property
    def window(self) -> dict[str, str] | None:
        """First and last day of the study, if it has a window."""
        return self.settings["corpus"].get("window")

    def draw(
        self, name: str, table: str, draw: Callable[..., Chart], *args: Any, caption: object = "", **options: Any
    ) -> Html:
        """Draw a figure, keep it as figures/{name}.svg and .png with its text, and show it."""
        chart, shown = html.show(draw, self.folder / f"figures/{name}", *args, caption=caption, **options)
        self._figures.append(figure_row(chart, f"{name}.svg", f"tables/{table}.csv", f"render_{self.page}"))
        write_csv(pd.DataFrame(self._figures), self.folder / f"figures/{self.page}.csv")
        return shown

    def drawn(self, name: str, caption: object = "") -> Html:
        """Show a figure that another page of the study has drawn."""
        texts = pd.concat([read_csv(path) for path in self._figure_tables()])
        alt = texts.loc[texts["file"] == f"{name}.svg", "alt"].iloc[0]
        svg = self.folder / f"figures/{name}.svg"
        return html.figure_html(svg, alt, caption, html.narrow_twin(svg))

    def _figure_tables(self) -> list[Path]:
        files = [self.folder / f"figures/{page}.csv" for page in pages_of(self.record) if page != "index"]
        return [file for file in files if file.is_file()]

    def list_figures(self) -> pd.DataFrame:
        """Write figures/figures.csv, the texts of all figures of the study, and return it."""
        every = pd.concat([read_csv(path) for path in self._figure_tables()], ignore_index=True)
        write_csv(every, self.folder / "figures/figures.csv")
        return every

    def limits(self) -> Html:
        """Say what this corpus can carry: its days, its outlets, what is known of how it came about."""
        parts = [d["limits"] for d in self.datasets.values() if d.get("limits")]
        parts += [self.settings.get("limits", ""), INTERVALS]
        told = [html.method(" ".join(part.split())) for part in parts if part]
        head = html.Html("<h2>What this corpus can carry</h2>")
        if self.page not in LIMITS_ON:
            where = Html('<a href="index.html#limits">What that means for every number</a>')
            short = html.join(head, self._coverage(), html.paragraph(where, "."), self._not_recomputed())
            return Html(f'<aside class="note">{short}</aside>')
        inside = html.join(head, self._coverage(), *told, self._not_recomputed(), self._kept())
        return html.Html(f'<aside class="note" id="limits">{inside}</aside>')

    def _kept(self) -> Html | None:
        """Say on the first page what is promised of articles, persons and coders."""
        if self.page != "index":
            return None
        kept = html.join(*(html.Html(f"<li>{html.safe(sentence)}</li>") for sentence in rights.ALL))
        return html.Html(
            f"<details><summary>What is kept, here and in all that is shared</summary><ul>{kept}</ul></details>"
        )

    def _not_recomputed(self) -> Html | None:
        """Say once, on the first page, what a study that starts from shared counts could not compute."""
        if not self.from_counts:
            return None
        began = "This study starts from counts and frame scores that were shared in place of texts"
        if self.page != "index":
            where = Html('<a href="index.html#not-recomputed">what could not be computed without them</a>')
            return html.paragraph(f"{began}; the first page says ", where, ".")
        rows = [
            Html(f'<li class="method"><strong>{html.safe(what)}.</strong> {html.safe(why)}</li>')
            for what, why in self.table("not_recomputed")[["what", "why"]].itertuples(index=False)
        ]
        head = Html('<h3 id="not-recomputed">What could not be recomputed</h3>')
        return html.join(head, html.paragraph(f"{began}. It lacks:"), Html(f"<ul>{html.join(*rows)}</ul>"))

    def _coverage(self) -> Html:
        """Count articles, outlets and days, and name the days of the window without an article."""
        dated = sorted(self.articles["published"].dropna().unique())
        outlets, by_day = self.table("corpus_by_outlet"), self.table("corpus_by_day")
        said = html.safe(
            html.plural_over("corpus_by_outlet", outlets, "sum", "n", "article")
            + " of "
            + html.plural_over("corpus_by_outlet", outlets, "distinct", "outlet", "outlet")
        )
        if not dated:
            return html.paragraph(said, ", none of them dated.")
        first, last = (date.fromisoformat(day) for day in (dated[0], dated[-1]))
        if self.window:
            first, last = date.fromisoformat(self.window["from"]), date.fromisoformat(self.window["to"])
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        holes = _runs([day for day in days if day.isoformat() not in set(dated)])
        missing = [" There is no article of ", html.listed(holes, 12), "."] if holes else []
        return html.paragraph(
            said,
            " on ",
            html.over("corpus_by_day", by_day, "distinct", "published"),
            " of ",
            html.given(plural(len(days), "day")),
            ", ",
            html.day(first),
            " to ",
            html.day(last),
            ".",
            *missing,
        )

    def entry(self) -> Entry:
        """Describe the study for the list of studies."""
        counts = self.table("corpus_by_outlet")
        question = " ".join(str(self.settings.get("question", "")).split())
        return Entry(self.study, self.settings["title"], question, int(counts["n"].sum()), int(counts["n_focus"].sum()))


def _runs(days: list[date]) -> list[Html]:
    """Write days in words, neighbours joined: "14 and 15 February" becomes "14 to 15 February 2017"."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    ends = [(html.day(run[0]), html.day(run[-1])) for run in runs]
    return [first if first == last else Html(f"{first} to {last}") for first, last in ends]
