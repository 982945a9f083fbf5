"""Planted: a study of which everything is known, made here and run through the whole flow.

Only studies with the key planted have these.
Inputs: nothing but the generator; then the tables that the other stages leave.
Outputs: data/raw/planted/articles.csv, codes_*.csv (simulated coders), truth.csv and sentences.csv (what was planted; no
other rule reads them); reports/{study}/tables/planted_found.csv; reports/{study}/planted.html.
Steps: build_planted → (every other stage) → estimate_planted → render_planted.
"""


rule build_planted:
    output:
        articles="data/raw/planted/articles.csv",
        truth="data/raw/planted/truth.csv",
        sentences="data/raw/planted/sentences.csv",
        conflict="data/raw/planted/codes_conflict.csv",
        force_stance="data/raw/planted/codes_force_stance.csv",
        remedies="data/raw/planted/codes_remedies.csv",
    log:
        "logs/build_planted.log",
    benchmark:
        "benchmarks/build_planted.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("scripts/build_planted.py"),
    script:
        "../scripts/build_planted.py"


rule estimate_planted:
    input:
        truth=rules.build_planted.output.truth,
        sentences=rules.build_planted.output.sentences,
        articles="data/processed/{study}/articles.parquet",
        doc_topics="data/processed/{study}/doc_topics.parquet",
        topic_choice="reports/{study}/tables/topic_choice.csv",
        scores="data/processed/{study}/frame_scores.parquet",
        evidence="data/processed/{study}/frame_evidence.parquet",
        gold="data/processed/{study}/gold.parquet",
        predictions="data/processed/{study}/frame_predictions.parquet",
        speakers="data/processed/{study}/speakers.parquet",
        agreement="reports/{study}/tables/agreement.csv",
        verdicts="reports/{study}/tables/verdicts.csv",
    output:
        found="reports/{study}/tables/planted_found.csv",
    log:
        "logs/estimate_planted/{study}.log",
    benchmark:
        "benchmarks/estimate_planted/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("scripts/estimate_planted.py"),
    script:
        "../scripts/estimate_planted.py"
