"""Frames: which frame, in which sentence, by which words; and how often, with intervals over stories.

Inputs: data/processed/{study}/articles.parquet; config/codebooks/*.yaml, config/actors/*.yaml; the counts of words.
Outputs: data/processed/{study}/speakers.parquet, frame_scores.parquet, frame_evidence.parquet and
frame_measures.parquet; reports/{study}/tables/frame_*.csv and event_reports.csv.
Steps: score_speakers (who says which sentence) → score_frames (terms in sentences, with their places) →
estimate_frames (position and dominance, co-occurrence, change over time, differences between outlets raw and
adjusted, keyness, events, sentences to quote), estimate_speakers (frames by speaker, reports of one event).
"""


rule score_speakers:
    input:
        articles="data/processed/{study}/articles.parquet",
        actors=ACTORS,
        schema="workflow/schemas/actors.yaml",
    output:
        "data/processed/{study}/speakers.parquet",
    log:
        "logs/score_speakers/{study}.log",
    benchmark:
        "benchmarks/score_speakers/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        focus=speakers_focus,
        names=setting("speakers", "names"),
        code=code("scripts/score_speakers.py"),
    script:
        "../scripts/score_speakers.py"


rule score_frames:
    input:
        articles="data/processed/{study}/articles.parquet",
        speakers=rules.score_speakers.output,
        codebooks=codebook_files,
        schema="workflow/schemas/codebook.yaml",
    output:
        scores="data/processed/{study}/frame_scores.parquet",
        evidence="data/processed/{study}/frame_evidence.parquet",
        # here, as the whole texts are scored here: only the cut ones are scored once more
        truncation="reports/{study}/tables/frame_truncation.csv",
    log:
        "logs/score_frames/{study}.log",
    benchmark:
        "benchmarks/score_frames/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        focus=speakers_focus,
        code=code("scripts/score_frames.py"),
    script:
        "../scripts/score_frames.py"


rule estimate_frames:
    input:
        articles="data/processed/{study}/articles.parquet",
        scores=rules.score_frames.output.scores,
        evidence=rules.score_frames.output.evidence,
        events="reports/{study}/tables/corpus_events.csv",
        matrix=shared("matrix", "matrix.npz"),
    output:
        by_article="data/processed/{study}/frame_measures.parquet",
        measures="reports/{study}/tables/frame_measures.csv",
        cooccurrence="reports/{study}/tables/frame_cooccurrence.csv",
        time="reports/{study}/tables/frame_time.csv",
        outlets="reports/{study}/tables/frame_outlets.csv",
        regression="reports/{study}/tables/frame_regression.csv",
        keyness="reports/{study}/tables/frame_keyness.csv",
        events="reports/{study}/tables/frame_events.csv",
        quotes="reports/{study}/tables/frame_quotes.csv",
    log:
        "logs/estimate_frames/{study}.log",
    benchmark:
        "benchmarks/estimate_frames/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        copies=setting("copies"),
        split=setting("split"),
        bootstrap=setting("bootstrap"),
        code=code("scripts/estimate_frames.py"),
    script:
        "../scripts/estimate_frames.py"


rule estimate_speakers:
    input:
        articles="data/processed/{study}/articles.parquet",
        scores=rules.score_frames.output.scores,
        evidence=rules.score_frames.output.evidence,
        speakers=rules.score_speakers.output,
        actors=ACTORS,
        schema="workflow/schemas/actors.yaml",
        events="reports/{study}/tables/corpus_events.csv",
    output:
        by_speaker="reports/{study}/tables/frame_speakers.csv",
        remedies="reports/{study}/tables/frame_remedies.csv",
        reports="reports/{study}/tables/event_reports.csv",
    log:
        "logs/estimate_speakers/{study}.log",
    benchmark:
        "benchmarks/estimate_speakers/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        copies=setting("copies"),
        bootstrap=setting("bootstrap"),
        code=code("scripts/estimate_speakers.py"),
    script:
        "../scripts/estimate_speakers.py"
