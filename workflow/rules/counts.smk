"""Counts: studies that start mid-way, from what build_exports of another study wrote, where texts may not be shared.

Inputs: a source of format counts (matrix.mtx.gz, vocabulary.txt, documents.csv, frame_scores.csv.gz); config/codebooks.
Outputs: what the rules of corpus.smk, score_speakers and score_frames leave in other studies, without texts;
reports/{study}/tables/not_recomputed.csv (what this cannot give, and why); the matrix.
Steps: import_counts and import_matrix, in place of everything up to matching; then topics, prevalence and verdicts as
in any study. Only studies with such a source have these rules, and they go before those they stand for.
"""


rule import_counts:
    input:
        files=source_files("counted"),
        codebooks=codebook_files,
        schema="workflow/schemas/codebook.yaml",
    output:
        articles="data/processed/{study}/articles.parquet",
        excluded="data/processed/{study}/excluded.parquet",
        proposed="data/processed/{study}/events_proposed.csv",
        events="reports/{study}/tables/corpus_events.csv",
        flow="reports/{study}/tables/corpus_flow.csv",
        by_outlet="reports/{study}/tables/corpus_by_outlet.csv",
        event_outlets="reports/{study}/tables/corpus_event_outlets.csv",
        by_day="reports/{study}/tables/corpus_by_day.csv",
        by_week="reports/{study}/tables/corpus_by_week.csv",
        texts="reports/{study}/tables/corpus_texts.csv",
        languages="reports/{study}/tables/corpus_languages.csv",
        changes="reports/{study}/tables/corpus_changes.csv",
        notes="reports/{study}/tables/corpus_notes.csv",
        removed="reports/{study}/tables/corpus_removed.csv",
        boilerplate="reports/{study}/tables/corpus_boilerplate.csv",
        dates="reports/{study}/tables/corpus_dates.csv",
        unknown_outlets="reports/{study}/tables/corpus_unknown_outlets.csv",
        focus_sample="reports/{study}/tables/corpus_focus_sample.csv",
        copy_pairs="data/processed/{study}/copy_pairs.parquet",
        copies="reports/{study}/tables/corpus_copies.csv",
        copying="reports/{study}/tables/corpus_copying.csv",
        independence="reports/{study}/tables/corpus_independence.csv",
        speakers="data/processed/{study}/speakers.parquet",
        scores="data/processed/{study}/frame_scores.parquet",
        evidence="data/processed/{study}/frame_evidence.parquet",
        truncation="reports/{study}/tables/frame_truncation.csv",
        lacking="reports/{study}/tables/not_recomputed.csv",
    log:
        "logs/import_counts/{study}.log",
    benchmark:
        "benchmarks/import_counts/{study}.tsv"
    wildcard_constraints:
        study=only(PROJECT.from_counts),
    conda:
        "../../environment.yml"
    params:
        study=lambda wildcards: PROJECT.studies[wildcards.study].settings,
        code=code("scripts/import_counts.py"),
    script:
        "../scripts/import_counts.py"


rule import_matrix:
    input:
        source_files("counted"),
    output:
        matrix=f"{SHARED}/{{matrix}}/matrix.npz",
        tokens=f"{SHARED}/{{matrix}}/tokens.parquet",
    log:
        "logs/import_matrix/{matrix}.log",
    benchmark:
        "benchmarks/import_matrix/{matrix}.tsv"
    wildcard_constraints:
        matrix=only(PROJECT.studies[study].matrix for study in PROJECT.from_counts),
    conda:
        "../../environment.yml"
    params:
        fit_on=setting("topics", "fit_on"),
        copies=setting("copies"),
        min_words=setting("text", "min_words"),
        code=code("scripts/import_matrix.py"),
    script:
        "../scripts/import_matrix.py"


ruleorder: import_counts > build_articles
ruleorder: import_counts > estimate_copies
ruleorder: import_counts > score_speakers
ruleorder: import_counts > score_frames
ruleorder: import_matrix > build_matrix
