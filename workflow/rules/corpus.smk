"""Corpus: from files of any origin to clean articles, with an account of every record that was read.

Inputs: the sources that a study names (a dataset of config/datasets.yaml, files under data/raw), config/outlets.yaml.
Outputs: data/processed/{study}/articles.parquet and excluded.parquet; reports/{study}/tables/corpus_*.csv.
Steps: fetch_dataset → import_articles → clean_articles → build_copies (shared by studies with the same sources and
window); import_readings (texts to read against the corpus, never counted) → build_articles (focus, events) →
estimate_copies (clusters, who copies whom, independent stories).
"""


rule fetch_dataset:
    output:
        data="data/raw/{dataset}/{file}",
        note="data/raw/{dataset}/{file}.SOURCE.md",
    log:
        "logs/fetch_dataset/{dataset}/{file}.log",
    benchmark:
        "benchmarks/fetch_dataset/{dataset}/{file}.tsv"
    conda:
        "../../environment.yml"
    params:
        # no hash of the code here: the content is pinned by its sha256, so that an edit need not fetch it again
        dataset=lambda wildcards: PROJECT.datasets[wildcards.dataset],
    script:
        "../scripts/fetch_dataset.py"


rule import_articles:
    input:
        source_files("counted"),
    output:
        records=f"{SHARED}/{{corpus}}/records.parquet",
        rejected=f"{SHARED}/{{corpus}}/rejected.parquet",
        notes=f"{SHARED}/{{corpus}}/notes.csv",
    log:
        "logs/import_articles/{corpus}.log",
    benchmark:
        "benchmarks/import_articles/{corpus}.tsv"
    conda:
        "../../environment.yml"
    params:
        sources=sources("counted"),
        code=code("scripts/import_articles.py"),
    script:
        "../scripts/import_articles.py"


rule clean_articles:
    input:
        records=rules.import_articles.output.records,
        rejected=rules.import_articles.output.rejected,
        outlets="config/outlets.yaml",
    output:
        articles=f"{SHARED}/{{corpus}}/cleaned.parquet",
        excluded=f"{SHARED}/{{corpus}}/excluded.parquet",
        flow=f"{SHARED}/{{corpus}}/flow.csv",
        changes=f"{SHARED}/{{corpus}}/changes.csv",
        boilerplate=f"{SHARED}/{{corpus}}/boilerplate.csv",
        dates=f"{SHARED}/{{corpus}}/dates.csv",
        unknown_outlets=f"{SHARED}/{{corpus}}/unknown_outlets.csv",
    log:
        "logs/clean_articles/{corpus}.log",
    benchmark:
        "benchmarks/clean_articles/{corpus}.tsv"
    conda:
        "../../environment.yml"
    params:
        languages=setting("corpus", "languages"),
        window=setting("corpus", "window"),
        collected=setting("corpus", "collected"),
        code=code("scripts/clean_articles.py"),
    script:
        "../scripts/clean_articles.py"


rule build_copies:
    input:
        cleaned=rules.clean_articles.output.articles,
    output:
        articles=f"{SHARED}/{{corpus}}/articles.parquet",
        pairs=f"{SHARED}/{{corpus}}/copy_pairs.parquet",
    log:
        "logs/build_copies/{corpus}.log",
    benchmark:
        "benchmarks/build_copies/{corpus}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("scripts/build_copies.py"),
    script:
        "../scripts/build_copies.py"


rule import_readings:
    input:
        files=source_files("readings"),
        outlets="config/outlets.yaml",
    output:
        readings="data/processed/{study}/readings.parquet",
        excluded="data/processed/{study}/readings_excluded.parquet",
    log:
        "logs/import_readings/{study}.log",
    benchmark:
        "benchmarks/import_readings/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        sources=sources("readings"),
        code=code("scripts/import_readings.py"),
    script:
        "../scripts/import_readings.py"


rule build_articles:
    input:
        articles=shared("corpus", "articles.parquet"),
        excluded=shared("corpus", "excluded.parquet"),
        records=shared("corpus", "records.parquet"),
        flow=shared("corpus", "flow.csv"),
        changes=shared("corpus", "changes.csv"),
        notes=shared("corpus", "notes.csv"),
        boilerplate=shared("corpus", "boilerplate.csv"),
        dates=shared("corpus", "dates.csv"),
        unknown_outlets=shared("corpus", "unknown_outlets.csv"),
        readings=rules.import_readings.output.readings,
        outlets="config/outlets.yaml",
        edits=event_edits,
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
    log:
        "logs/build_articles/{study}.log",
    benchmark:
        "benchmarks/build_articles/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        focus=setting("corpus", "focus"),
        events=setting("events"),
        code=code("scripts/build_articles.py"),
    script:
        "../scripts/build_articles.py"


rule estimate_copies:
    input:
        articles=rules.build_articles.output.articles,
        pairs=shared("corpus", "copy_pairs.parquet"),
    output:
        copy_pairs="data/processed/{study}/copy_pairs.parquet",
        copies="reports/{study}/tables/corpus_copies.csv",
        copying="reports/{study}/tables/corpus_copying.csv",
        independence="reports/{study}/tables/corpus_independence.csv",
    log:
        "logs/estimate_copies/{study}.log",
    benchmark:
        "benchmarks/estimate_copies/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("scripts/estimate_copies.py"),
    script:
        "../scripts/estimate_copies.py"
