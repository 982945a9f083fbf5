"""Coding: codes made by people and labels of other tools, a classifier trained on the codes, and what each measure is worth.

Only studies with codes or labels have these: keys coding and predictions, or sheets under data/raw/{study}/codings.
Inputs: those files; data/processed/{study}/articles.parquet; config/codebooks/*.yaml.
Outputs: data/processed/{study}/codes.parquet, gold.parquet (one value an article and frame), labels.parquet,
frame_predictions.parquet (every method, out of fold where it was trained); reports/{study}/tables/coding_*.csv,
classifier_*.csv, learning_curve.csv, agreement.csv, disagreements.csv, frame_validity.csv, validity_groups.csv,
design.csv, war_peace.csv; data/processed/{study}/adjudication (the cells on which coders differ); reports/{study}/validity.html.
Steps: import_codes → estimate_agreement; fit_classifier (everything tuned inside nested folds) → estimate_validity →
render_validity; build_design (probabilities, codes and predictions for estimators elsewhere).
"""


rule import_codes:
    input:
        articles="data/processed/{study}/articles.parquet",
        excluded="data/processed/{study}/excluded.parquet",
        files=code_files,
        codebooks=coded_codebook_files,
        schema="workflow/schemas/codebook.yaml",
        plans=drawn_plans,
    output:
        codes="data/processed/{study}/codes.parquet",
        gold="data/processed/{study}/gold.parquet",
        labels="data/processed/{study}/labels.parquet",
        summary="reports/{study}/tables/coding_summary.csv",
        methods="reports/{study}/tables/coding_methods.csv",
        unmatched="reports/{study}/tables/coding_unmatched.csv",
    log:
        "logs/import_codes/{study}.log",
    benchmark:
        "benchmarks/import_codes/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        codings=lambda wildcards: list(PROJECT.studies[wildcards.study].codings),
        predictions=lambda wildcards: list(PROJECT.studies[wildcards.study].predictions),
        plans=drawn_plans,
        code=code("scripts/import_codes.py"),
    script:
        "../scripts/import_codes.py"


rule estimate_agreement:
    input:
        articles="data/processed/{study}/articles.parquet",
        codes=rules.import_codes.output.codes,
        codebooks=coded_codebook_files,
        schema="workflow/schemas/codebook.yaml",
        plans=drawn_plans,
    output:
        agreement="reports/{study}/tables/agreement.csv",
        missing="reports/{study}/tables/coding_missing.csv",
        disagreements="reports/{study}/tables/disagreements.csv",
        sheet=multiext("data/processed/{study}/adjudication/adjudicate", ".csv", ".xlsx"),
    log:
        "logs/estimate_agreement/{study}.log",
    benchmark:
        "benchmarks/estimate_agreement/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        bootstrap=setting("bootstrap"),
        plans=drawn_plans,
        code=code("scripts/estimate_agreement.py"),
    script:
        "../scripts/estimate_agreement.py"


rule estimate_war_peace:
    input:
        articles="data/processed/{study}/articles.parquet",
        gold=rules.import_codes.output.gold,
        codebooks=coded_codebook_files,
        schema="workflow/schemas/codebook.yaml",
    output:
        "reports/{study}/tables/war_peace.csv",
    log:
        "logs/estimate_war_peace/{study}.log",
    benchmark:
        "benchmarks/estimate_war_peace/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        bootstrap=setting("bootstrap"),
        code=code("scripts/estimate_war_peace.py"),
    script:
        "../scripts/estimate_war_peace.py"


rule fit_classifier:
    input:
        articles="data/processed/{study}/articles.parquet",
        gold=rules.import_codes.output.gold,
        labels=rules.import_codes.output.labels,
        codebooks=coded_codebook_files,
        schema="workflow/schemas/codebook.yaml",
    output:
        predictions="data/processed/{study}/frame_predictions.parquet",
        curve="reports/{study}/tables/learning_curve.csv",
        choices="reports/{study}/tables/classifier_choices.csv",
        notes="reports/{study}/tables/classifier_notes.csv",
    log:
        "logs/fit_classifier/{study}.log",
    benchmark:
        "benchmarks/fit_classifier/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        texts=lambda wildcards: PROJECT.studies[wildcards.study].coded_texts,
        features=setting("classifier", "features"),
        code=code("scripts/fit_classifier.py"),
    script:
        "../scripts/fit_classifier.py"


rule estimate_validity:
    input:
        articles="data/processed/{study}/articles.parquet",
        gold=rules.import_codes.output.gold,
        predictions=rules.fit_classifier.output.predictions,
        agreement=rules.estimate_agreement.output.agreement,
        codebooks=coded_codebook_files,
        schema="workflow/schemas/codebook.yaml",
    output:
        validity="reports/{study}/tables/frame_validity.csv",
        groups="reports/{study}/tables/validity_groups.csv",
        calibrated="reports/{study}/tables/classifier_calibration.csv",
    log:
        "logs/estimate_validity/{study}.log",
    benchmark:
        "benchmarks/estimate_validity/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        bootstrap=setting("bootstrap"),
        code=code("scripts/estimate_validity.py"),
    script:
        "../scripts/estimate_validity.py"


rule build_design:
    input:
        articles="data/processed/{study}/articles.parquet",
        gold=rules.import_codes.output.gold,
        predictions=rules.fit_classifier.output.predictions,
        plans=drawn_plans,
    output:
        design="reports/{study}/tables/design.csv",
    log:
        "logs/build_design/{study}.log",
    benchmark:
        "benchmarks/build_design/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        copies=setting("copies"),
        plans=drawn_plans,
        code=code("scripts/build_design.py"),
    script:
        "../scripts/build_design.py"
