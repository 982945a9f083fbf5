"""Pages in the shapes of many outlets, for the addresses of a list; every text is written here."""

import html
import json
import random
from urllib.parse import urlsplit

from webserver import Reply, Web

SENTENCES = [
    "Pakistan said that its air strikes in Afghanistan had hit camps of militants near the border.",
    "The Taliban government in Kabul said that the strikes had killed women and children in their homes.",
    "Residents of the Afghan village dug through the rubble after the strikes and buried eight civilians.",
    "A minister in Islamabad said that the strikes were justified, as terrorists had crossed from Afghanistan.",
    "The army of Pakistan said that militants who attacked its post had fled across the border to Afghanistan.",
    "Analysts in Pakistan warned that bombing alone would not end the militancy along the Afghan border.",
    "Traders at the closed Afghan crossing said that fruit worth a fortune was rotting on trucks in Pakistan.",
    "Afghanistan and Pakistan should return to talks, the foreign minister of a third country said.",
    "A ceasefire between Pakistan and Afghanistan was to last for two days, officials of both said.",
    "The clashes between Pakistan and the Taliban went on through the night with artillery on both sides.",
    "Negotiators of Pakistan and Afghanistan met again to settle how militants could be kept from the border.",
    "The United Nations counted civilians killed by the strikes in Afghanistan and asked Pakistan to explain.",
    "Insurgents claimed the attack on a convoy in Pakistan, and the Taliban in Kabul denied a hand in it.",
    "Pakistan said its patience with the Taliban in Afghanistan was over and that further strikes would follow.",
    "Families who had fled the shelling in Afghanistan slept in a school without water near the border of Pakistan.",
    "Diplomacy between Pakistan and Afghanistan was the only way out, a former envoy told the paper.",
]


def article(seed, published, outlet):
    """Write an article: (title, paragraphs), its length and its sentences drawn by a seed."""
    draw = random.Random(seed)
    sentences = draw.sample(SENTENCES, 12)
    title = sentences[0].rstrip(".").replace("Pakistan", "Islamabad", 1) + f", {outlet} reports {seed}"
    place = draw.choice(["Khost", "Kunar", "Paktika", "Nangarhar", "Kandahar"])
    paragraphs = [" ".join(sentences[i : i + 3]) + f" It was in {place}." for i in range(0, 12, 3)]
    return title, paragraphs


def _head(title, outlet, published, url, more=""):
    return (
        f'<head><meta charset="utf-8"><title>{html.escape(title)} | {html.escape(outlet)}</title>'
        f'<link rel="canonical" href="{html.escape(url)}">{more}</head>'
    )


def opengraph(title, paragraphs, outlet, published, url):
    """A page with Open Graph data and an article element."""
    more = f'<meta property="og:site_name" content="{html.escape(outlet)}">'
    more += f'<meta property="og:title" content="{html.escape(title)}">'
    more += f'<meta property="article:published_time" content="{published}T08:00:00+05:00">'
    text = "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs)
    return f"""<!DOCTYPE html><html lang="en">{_head(title, outlet, published, url, more)}<body><header><nav><ul>
    <li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav></header><main><article>
    <h1>{html.escape(title)}</h1><div class="share"><a>Facebook</a><a>Twitter</a></div>{text}</article>
    <aside class="related"><h3>Read more</h3><ul><li><a href="/x">Another story</a></li></ul></aside></main>
    <footer>Copyright {html.escape(outlet)}. All rights reserved.</footer></body></html>"""


def linked_data(title, paragraphs, outlet, published, url):
    """A page whose data stand in JSON-LD, its text in div elements."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": f"{published}T10:00:00Z",
        "publisher": {"@type": "Organization", "name": outlet},
    }
    more = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    text = "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs)
    return f"""<html>{_head(title, outlet, published, url, more)}<body><div id="top"><a href="/">Menu</a></div>
    <div class="story"><h1>{html.escape(title)}</h1><span class="date">{published}</span>
    <div class="story-content entry-content">{text}</div></div><script>var x = "<p>never</p>";</script></body></html>"""


def old(title, paragraphs, outlet, published, url):
    """A page of an old site: capitals, tables, line breaks."""
    text = "<BR><BR>".join(html.escape(p) for p in paragraphs)
    return f"""<HTML><HEAD><TITLE>{html.escape(title)}</TITLE></HEAD><BODY BGCOLOR="#FFFFFF"><CENTER><B>
    {html.escape(outlet)}</B></CENTER><H2>{html.escape(title)}</H2><P>[{published}] {text}</P></BODY></HTML>"""


def accelerated(title, paragraphs, outlet, published, url):
    """A page in the shape of AMP."""
    text = "".join(f"<p>{html.escape(p)}</p><amp-ad width=300></amp-ad>" for p in paragraphs)
    more = f'<meta name="publish-date" content="{published}">'
    return f"""<!doctype html><html amp lang="en-IN">{_head(title, outlet, published, url, more)}<body>
    <amp-sidebar><a href="/">Home</a></amp-sidebar><article><h1>{html.escape(title)}</h1>
    <amp-img src="x.jpg" alt="A picture"></amp-img><section class="article-body">{text}</section></article></body>
    </html>"""


SHAPES = [opengraph, linked_data, old, accelerated]


def site(rows):
    """Serve a page for each row of a list (url, date, outlet); the shape goes with the outlet."""
    web = Web()
    for number, row in enumerate(rows):
        parts = urlsplit(row["url"])
        day = row["date"] if len(row["date"]) == 10 else f"{row['date']}-15"
        shape = SHAPES[sum(row["outlet"].encode()) % len(SHAPES)]
        title, paragraphs = article(number, day, row["outlet"])
        web.on(parts.hostname, parts.path, Reply(200, shape(title, paragraphs, row["outlet"], day, row["url"])))
    return web
