"""Evidence: claims of a study, estimated with their error, answered with a verdict that may be no answer.

Only studies with the key hypotheses have these; every study has the prevalence of its frames, corrected where people
have coded.
Inputs: frame scores and evidence; where people coded, their codes, the classifier's predictions, and how far coders agree.
Outputs: reports/{study}/tables/frame_prevalence.csv, verdicts.csv, robustness.csv, verdict_sentences.csv, verdict_needs.csv, verdict_balance.csv; reports/{study}/verdicts.html.
Steps: estimate_prevalence; estimate_verdicts → render_verdicts.
"""


rule estimate_prevalence:
    input:
        articles="data/processed/{study}/articles.parquet",
        scores="data/processed/{study}/frame_scores.parquet",
        gold=if_coded("data/processed/{study}/gold.parquet"),
        predictions=if_coded("data/processed/{study}/frame_predictions.parquet"),
        codebooks=coded_codebook_files,
        plans=drawn_plans,
    output:
        "reports/{study}/tables/frame_prevalence.csv",
    log:
        "logs/estimate_prevalence/{study}.log",
    benchmark:
        "benchmarks/estimate_prevalence/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        copies=setting("copies"),
        bootstrap=setting("bootstrap"),
        plans=drawn_plans,
        code=code("scripts/estimate_prevalence.py"),
    script:
        "../scripts/estimate_prevalence.py"


rule estimate_verdicts:
    input:
        articles="data/processed/{study}/articles.parquet",
        scores="data/processed/{study}/frame_scores.parquet",
        evidence="data/processed/{study}/frame_evidence.parquet",
        gold=if_coded("data/processed/{study}/gold.parquet"),
        predictions=if_coded("data/processed/{study}/frame_predictions.parquet"),
        agreement=if_coded("reports/{study}/tables/agreement.csv"),
        codes=if_coded("data/processed/{study}/codes.parquet"),
        books=codebook_files,
        codebooks=coded_codebook_files,
        plans=drawn_plans,
        outlets="config/outlets.yaml",
    output:
        verdicts="reports/{study}/tables/verdicts.csv",
        robustness="reports/{study}/tables/robustness.csv",
        sentences="reports/{study}/tables/verdict_sentences.csv",
        needs="reports/{study}/tables/verdict_needs.csv",
        balance="reports/{study}/tables/verdict_balance.csv",
    log:
        "logs/estimate_verdicts/{study}.log",
    benchmark:
        "benchmarks/estimate_verdicts/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        study=lambda wildcards: PROJECT.studies[wildcards.study].settings,
        plans=drawn_plans,
        statuses=statuses,
        code=code("scripts/estimate_verdicts.py"),
    script:
        "../scripts/estimate_verdicts.py"
