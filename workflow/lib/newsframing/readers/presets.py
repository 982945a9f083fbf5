"""Presets: the columns of exports that researchers often have, so that they need not be mapped by hand.

Each field names the columns that may hold it, the best first; one that a file does not have is passed over.

``mediacloud``
    The list of stories that Media Cloud's search gives as csv (mc-onlinenews-...-content.csv), its API client as rows:
    id, media_name, media_url, title, publish_date, url, language (repository mediacloud/web-search, the online news
    provider's rows). It holds no text of the articles, so that a file without one is a corpus of headlines.
``4cat``
    A dataset of 4CAT as csv: id, thread_id, author, body, subject, timestamp (repository digitalmethodsinitiative/4cat,
    the description of its custom datasets). An author is no outlet: it is told from the address, where there is one.
``article-bias``
    The Article-Bias-Prediction set (Baly et al. 2020; repository ramybaly/Article-Bias-Prediction): ID, topic, source,
    url, date, authors, title, content_original, content (tokenised; taken only where the original is missing).
"""

from __future__ import annotations

from collections.abc import Iterable

from newsframing.errors import UserError, nearest

PRESETS: dict[str, dict[str, tuple[str, ...]]] = {
    "mediacloud": {
        "key": ("id", "stories_id", "story_id"),
        "outlet": ("media_name", "media_url"),
        "published": ("publish_date", "publication_date"),
        "title": ("title",),
        "url": ("url",),
        "language": ("language",),
        "body": ("text", "story_text", "text_content"),
    },
    "4cat": {
        "key": ("id",),
        "published": ("timestamp",),
        "title": ("subject", "title"),
        "body": ("body",),
        "url": ("url", "link", "post_url"),
        "language": ("language", "lang"),
    },
    "article-bias": {
        "key": ("ID", "id"),
        "outlet": ("source",),
        "published": ("date",),
        "title": ("title",),
        "body": ("content_original", "content"),
        "url": ("url",),
    },
}
#: presets whose files may have no body: their titles are the texts
WITHOUT_BODY = frozenset({"mediacloud"})


def preset_columns(preset: str, existing: Iterable[str], name: str) -> dict[str, str]:
    """Map our fields to the columns that a file has, as a preset knows them; UserError for an unknown preset."""
    if preset not in PRESETS:
        raise UserError(f"no preset is called '{preset}'", file=name, where="preset", right=nearest(preset, PRESETS))
    by_lower = {column.strip().lower(): column for column in reversed(list(existing))}
    found: dict[str, str] = {}
    for field, candidates in PRESETS[preset].items():
        for candidate in candidates:
            if candidate.lower() in by_lower:
                found[field] = by_lower[candidate.lower()]
                break
    return found
