"""Colours: one a frame and one an outlet, the same in every figure of every study.

All have a contrast of 3:1 or more on white (WCAG 2.1, 1.4.11), and within a shipped codebook, and among the outlets of
the default corpus, any two stay apart under normal vision, protanopia and deuteranopia (CIE76 distance of 10 or more
after the simulation of Machado, Oliveira & Fernandes 2009): a test holds both. Colour is never the only carrier:
marks have direct labels.
"""

from __future__ import annotations

from hashlib import sha256

INK = "#1B2430"
MUTED = "#5A6472"
RULE = "#D5DAE0"
BAND = "#EEF1F4"
PALE = "#B9C3CE"
ACCENT = "#0B5C8A"
WARM = "#C2500A"

COLOURS = (
    *("#332288", "#0077BB", "#009988", "#117733", "#9A8A00", "#D55E00", "#A31515"),
    *("#AA4499", "#4A2C00", "#7A7A7A", "#E0559B", "#00504A", "#2E9BD6", "#8A7BE0"),
)

FRAMES = {
    # conflict
    "military": "#A31515",
    "diplomacy": "#0077BB",
    "economic": "#9A8A00",
    "humanitarian": "#E0559B",
    "governance": "#117733",
    "ideology": "#00504A",
    "intelligence": "#332288",
    # causes
    "sanctuary_claim": "#AA4499",
    "state_patronage": "#4A2C00",
    "foreign_hand": "#2E9BD6",
    "grievance": "#332288",
    "governance_failure": "#117733",
    "force_blowback": "#9A8A00",
    # evaluation of force
    "force_justified": "#A31515",
    "force_effective": "#00504A",
    "force_insufficient": "#8A7BE0",
    "force_backfires": "#332288",
    "civilian_harm": "#E0559B",
    # remedies
    "force": "#A31515",
    "border_control": "#009988",
    "law_enforcement": "#9A8A00",
    "talks": "#00504A",
    "development": "#117733",
}

OUTLETS = {
    "aljazeera.com": "#AA4499",
    "tass.com": "#9A8A00",
    "abcnews.go.com": "#4A2C00",
    "rte.ie": "#117733",
    "huffingtonpost.com": "#E0559B",
    "dw.com": "#2E9BD6",
    "europe.chinadaily.com.cn": "#00504A",
    "bbc.co.uk": "#0077BB",
    "cnn.com": "#332288",
}

#: Other ways in which a known outlet is written; the colour belongs to the outlet, not to the spelling.
OUTLET_NAMES = {
    "al jazeera": "aljazeera.com",
    "al jazeera english": "aljazeera.com",
    "tass": "tass.com",
    "abc": "abcnews.go.com",
    "abc news": "abcnews.go.com",
    "rte": "rte.ie",
    "rté": "rte.ie",
    "huffpost": "huffingtonpost.com",
    "huffpost.com": "huffingtonpost.com",
    "dw": "dw.com",
    "deutsche welle": "dw.com",
    "china daily": "europe.chinadaily.com.cn",
    "chinadaily.com.cn": "europe.chinadaily.com.cn",
    "bbc": "bbc.co.uk",
    "bbc news": "bbc.co.uk",
    "bbc.com": "bbc.co.uk",
    "cnn": "cnn.com",
}


def hashed(name: str) -> str:
    """Pick a colour for an unknown name by its hash: the same name has the same colour everywhere."""
    return COLOURS[int.from_bytes(sha256(name.encode()).digest()[:4], "big") % len(COLOURS)]


def frame_colour(frame: object) -> str:
    """Give the fixed colour of a frame id."""
    key = str(frame).strip().lower()
    return FRAMES.get(key) or hashed(key)


def outlet_colour(outlet: object) -> str:
    """Give the fixed colour of an outlet, however its name is written (case and "www." do not matter)."""
    key = " ".join(str(outlet).lower().split()).removeprefix("www.")
    key = OUTLET_NAMES.get(key, key)
    return OUTLETS.get(key) or hashed(key)
