"""The texts that a coder reads, as a page: long texts do not fit the cells of a spreadsheet.

It holds whole articles, so it is as local as the sheet beside which it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from newsframing.pages.html import Html, join, safe

#: the first row of a sheet below its header
_FIRST_ROW = 2
_STYLE = """
body { font: 1.05rem/1.6 Georgia, 'DejaVu Serif', serif; color: #1B2430; margin: 0 auto; max-width: 42rem;
  padding: 1.5rem 1rem 6rem; }
h1 { font-size: 1.35rem; } h2 { font-size: 1.15rem; margin: 0 0 .4rem; }
article { border-top: 2px solid #0B5C8A; margin-top: 2.5rem; padding-top: .6rem; }
.row { color: #5A6472; font: .9rem sans-serif; margin: 0 0 .6rem; }
.note { background: #EEF1F4; border-left: 3px solid #0B5C8A; padding: .6rem 1rem; }
p { overflow-wrap: anywhere; }
"""


def coding_texts(rows: pd.DataFrame, title: str, told: Sequence[str], shown: Sequence[str] = ()) -> Html:
    """Write one coder's texts in the order of the sheet, each with the row in which its codes go.

    ``rows``: those of the sheet with texts (title, text, text_2 ..., article_id, unit); ``told``: paragraphs at the
    top; ``shown``: further columns that the coder may see. Texts are not trusted: everything is escaped.
    """
    cells = [name for name in rows.columns if name == "text" or name.startswith("text_")]
    parts: list[object] = []
    for number, row in enumerate(rows.to_dict("records"), _FIRST_ROW):
        unit = "" if row["unit"] == "article" else f", {row['unit']}"
        beside = "".join(f", {row[name]}" for name in shown if row[name])
        text = "".join(str(row[name]) for name in cells)
        paragraphs = [Html(f"<p>{safe(part)}</p>") for part in text.split("\n") if part.strip()]
        parts.append(
            Html(
                f'<article id="row-{number}"><p class="row">Row {number} of the sheet “items”: '
                f"{safe(row['article_id'])}{safe(unit)}{safe(beside)}</p><h2>{safe(row['title'])}</h2>"
                f"{join(*paragraphs)}</article>"
            )
        )
    top = "".join(f"<p>{safe(line)}</p>" for line in told)
    return Html(
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{safe(title)}</title>'
        f"<style>{_STYLE}</style></head><body><main><h1>{safe(title)}</h1>"
        f'<div class="note">{top}</div>\n{join(*parts)}\n</main></body></html>\n'
    )
