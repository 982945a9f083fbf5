"""Small tables of frames, for the tests of figures; every number is made up."""

import numpy as np
import pandas as pd

OUTLETS = pd.DataFrame(
    [
        ("conflict", "military", "a.example", 42, 0.2, 0.05, 0.35, 0.1, -0.05, 0.25, 500),
        ("conflict", "military", "c.example", 20, -0.2, -0.35, -0.05, -0.15, -0.3, -0.02, 500),
        ("conflict", "diplomacy", "a.example", 42, 0.1, -0.1, 0.3, np.nan, np.nan, np.nan, 500),
    ],
    columns=[
        "codebook", "frame", "outlet", "n", "raw", "raw_low", "raw_high", "adjusted", "adjusted_low", "adjusted_high",
        "draws",
    ],
)  # fmt: skip
PAIRS = pd.DataFrame(
    [
        ("conflict", "military", "conflict", "diplomacy", "dictionary", 40, 30, 25, 2, 80, 15.0, 0.5, 0.3, 0.7),
        ("conflict", "military", "remedies", "talks", "dictionary", 40, 20, 15, 12, 80, 10.0, 0.4, 0.2, 0.6),
        ("conflict", "diplomacy", "remedies", "talks", "dictionary", 30, 20, 12, 0, 80, 7.5, 0.2, -0.1, 0.4),
        ("conflict", "military", "remedies", "force", "dictionary", 40, 5, 5, 0, 80, 2.5, 0.3, 0.2, 0.4),
    ],
    columns=[
        "codebook", "frame", "codebook_other", "frame_other", "method", "n_frame", "n_other", "n_both", "n_shared", "n",
        "expected", "phi", "low", "high",
    ],
)  # fmt: skip
TIMES = pd.DataFrame(
    [
        ("conflict", "military", "dictionary", "week", start, n, e, e and e - 0.1, e and e + 0.1)
        for start, n, e in (
            ("2020-03-02", 30, 0.4), ("2020-03-09", 25, 0.6), ("2020-03-16", 12, np.nan), ("2020-03-23", 20, 0.5),
        )
    ],
    columns=["codebook", "frame", "method", "period", "start", "n", "estimate", "low", "high"],
)  # fmt: skip
SPEAKERS = pd.DataFrame(
    [
        ("conflict", frame, speaker, n, n / total)
        for frame, counts, total in (("military", (24, 6), 30), ("diplomacy", (3, 2), 5))
        for speaker, n in zip(("state_military", "civilian"), counts, strict=True)
    ],
    columns=["codebook", "frame", "speaker", "n_sentences", "share"],
)
