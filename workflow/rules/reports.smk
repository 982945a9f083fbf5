"""Reports: notebooks that tell the story, as pages that load nothing from outside.

Inputs: the tables of a study, workflow/notebooks/*.ipynb, workflow/report/template.
Outputs: reports/{study}/{index,corpus,topics,frames,events}.html, notebooks/ (executed), figures/; reports/index.html.
Steps: render_corpus, render_topics, render_frames, render_events (papermill, figures, page) → render_index (the question, the main
figures, what they mean), render_readings (local pages; render_reading: one article, on demand) → check_report (truths about every table, figure and page) → render_site.
"""


rule build_settings:
    output:
        study="reports/{study}/replication/study.yaml",
    log:
        "logs/build_settings/{study}.log",
    benchmark:
        "benchmarks/build_settings/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        study=lambda wildcards: PROJECT.studies[wildcards.study].settings,
        datasets=dataset_entries,
        coded=lambda wildcards: PROJECT.studies[wildcards.study].coded_codebooks,
        code=code("scripts/build_settings.py"),
    script:
        "../scripts/build_settings.py"


rule render_corpus:
    input:
        notebook="workflow/notebooks/corpus.ipynb",
        study=rules.build_settings.output.study,
        articles="data/processed/{study}/articles.parquet",
        tables=collect("reports/{{study}}/tables/{table}.csv", table=[*CORPUS_TABLES, "frame_truncation"]),
    output:
        page="reports/{study}/corpus.html",
        notebook="reports/{study}/notebooks/corpus.ipynb",
        figures=figures("corpus", *CORPUS_FIGURES),
    log:
        notebook="logs/render_corpus/{study}.ipynb",
        log="logs/render_corpus/{study}.log",
    benchmark:
        "benchmarks/render_corpus/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        rules=table_rules,
        code=page_code("corpus"),
    script:
        "../scripts/render_notebook.py"


use rule render_corpus as render_topics with:
    input:
        notebook="workflow/notebooks/topics.ipynb",
        study=rules.build_settings.output.study,
        articles="data/processed/{study}/articles.parquet",
        tables=collect("reports/{{study}}/tables/{table}.csv", table=TOPIC_TABLES),
    output:
        page="reports/{study}/topics.html",
        notebook="reports/{study}/notebooks/topics.ipynb",
        figures=figures(
            "topics", "topic_search", "topic_prevalence", "topic_outlets", "topic_periods", "topic_clusters"
        ),
    log:
        notebook="logs/render_topics/{study}.ipynb",
        log="logs/render_topics/{study}.log",
    benchmark:
        "benchmarks/render_topics/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        rules=table_rules,
        code=page_code("topics"),


use rule render_corpus as render_frames with:
    input:
        notebook="workflow/notebooks/frames.ipynb",
        study=rules.build_settings.output.study,
        articles="data/processed/{study}/articles.parquet",
        codebooks=codebook_files,
        marked=reading_codebook_files,
        tables=collect("reports/{{study}}/tables/{table}.csv", table=[*FRAME_TABLES, *FRAME_VOICES, "corpus_events"]),
        validity=if_coded("reports/{study}/tables/frame_validity.csv"),
    output:
        page="reports/{study}/frames.html",
        notebook="reports/{study}/notebooks/frames.ipynb",
        figures=figures(
            "frames", "frame_prevalence", "frame_differences", "frame_time", "frame_network", "frame_speakers"
        ),
    log:
        notebook="logs/render_frames/{study}.ipynb",
        log="logs/render_frames/{study}.log",
    benchmark:
        "benchmarks/render_frames/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        rules=table_rules,
        code=page_code("frames"),


use rule render_corpus as render_events with:
    input:
        notebook="workflow/notebooks/events.ipynb",
        study=rules.build_settings.output.study,
        articles="data/processed/{study}/articles.parquet",
        codebooks=codebook_files,
        tables=collect("reports/{{study}}/tables/{table}.csv", table=["event_reports", "corpus_events"]),
        validity=if_coded("reports/{study}/tables/frame_validity.csv"),
    output:
        page="reports/{study}/events.html",
        notebook="reports/{study}/notebooks/events.ipynb",
        figures=figures("events", "event_reports"),
    log:
        notebook="logs/render_events/{study}.ipynb",
        log="logs/render_events/{study}.log",
    benchmark:
        "benchmarks/render_events/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        rules=table_rules,
        code=page_code("events"),


use rule render_corpus as render_validity with:
    input:
        notebook="workflow/notebooks/validity.ipynb",
        study=rules.build_settings.output.study,
        articles="data/processed/{study}/articles.parquet",
        codebooks=coded_codebook_files,
        tables=collect("reports/{{study}}/tables/{table}.csv", table=VALIDITY_TABLES),
    output:
        page="reports/{study}/validity.html",
        notebook="reports/{study}/notebooks/validity.ipynb",
        figures=figures("validity", "frame_validity", "learning_curve"),
    log:
        notebook="logs/render_validity/{study}.ipynb",
        log="logs/render_validity/{study}.log",
    benchmark:
        "benchmarks/render_validity/{study}.tsv"
    params:
        rules=table_rules,
        code=page_code("validity"),


use rule render_corpus as render_verdicts with:
    input:
        notebook="workflow/notebooks/verdicts.ipynb",
        study=rules.build_settings.output.study,
        articles="data/processed/{study}/articles.parquet",
        tables=collect("reports/{{study}}/tables/{table}.csv", table=[*VERDICT_TABLES, "frame_speakers"]),
        validity=if_coded("reports/{study}/tables/frame_validity.csv"),
        codebooks=codebook_files,
    output:
        page="reports/{study}/verdicts.html",
        notebook="reports/{study}/notebooks/verdicts.ipynb",
        figures=figures("verdicts", "verdicts", "verdict_curves"),
    log:
        notebook="logs/render_verdicts/{study}.ipynb",
        log="logs/render_verdicts/{study}.log",
    benchmark:
        "benchmarks/render_verdicts/{study}.tsv"
    params:
        rules=table_rules,
        code=page_code("verdicts"),


use rule render_corpus as render_planted with:
    input:
        notebook="workflow/notebooks/planted.ipynb",
        study=rules.build_settings.output.study,
        articles="data/processed/{study}/articles.parquet",
        tables=collect("reports/{{study}}/tables/{table}.csv", table=["planted_found", "agreement"]),
    output:
        page="reports/{study}/planted.html",
        notebook="reports/{study}/notebooks/planted.ipynb",
    log:
        notebook="logs/render_planted/{study}.ipynb",
        log="logs/render_planted/{study}.log",
    benchmark:
        "benchmarks/render_planted/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        rules=table_rules,
        code=page_code("planted"),


use rule render_corpus as render_index with:
    input:
        notebook="workflow/notebooks/index.ipynb",
        study=rules.build_settings.output.study,
        articles="data/processed/{study}/articles.parquet",
        scores="data/processed/{study}/frame_scores.parquet",
        codebooks=codebook_files,
        tables=collect("reports/{{study}}/tables/{table}.csv", table=ESTIMATES),
        pages=collect("reports/{{study}}/{page}.html", page=["corpus", "topics", "frames", "events"]),
        validity=if_coded("reports/{study}/validity.html", "reports/{study}/tables/frame_validity.csv"),
        verdicts=if_claiming("reports/{study}/verdicts.html"),
    output:
        page="reports/{study}/index.html",
        notebook="reports/{study}/notebooks/index.ipynb",
        figures="reports/{study}/figures/figures.csv",
    log:
        notebook="logs/render_index/{study}.ipynb",
        log="logs/render_index/{study}.log",
    benchmark:
        "benchmarks/render_index/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        rules=table_rules,
        code=page_code("index"),


rule render_readings:
    input:
        study=rules.build_settings.output.study,
        articles="data/processed/{study}/articles.parquet",
        scores="data/processed/{study}/frame_scores.parquet",
        evidence="data/processed/{study}/frame_evidence.parquet",
        speakers="data/processed/{study}/speakers.parquet",
        validity=if_coded("reports/{study}/tables/frame_validity.csv"),
        codebooks=codebook_files,
        more_codebooks=reading_codebook_files,
        actors=ACTORS,
        schemas=["workflow/schemas/codebook.yaml", "workflow/schemas/actors.yaml"],
    output:
        # the pages stand beside it, one a text
        "data/processed/{study}/readings/readings.csv",
    log:
        "logs/render_readings/{study}.log",
    benchmark:
        "benchmarks/render_readings/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("scripts/render_readings.py", *TEMPLATE),
    script:
        "../scripts/render_readings.py"


use rule render_readings as render_reading with:
    input:
        # the pages of readings first: they sweep the folder
        readings=rules.render_readings.output,
        study=rules.build_settings.output.study,
        articles="data/processed/{study}/articles.parquet",
        scores="data/processed/{study}/frame_scores.parquet",
        evidence="data/processed/{study}/frame_evidence.parquet",
        speakers="data/processed/{study}/speakers.parquet",
        validity=if_coded("reports/{study}/tables/frame_validity.csv"),
        codebooks=codebook_files,
        more_codebooks=reading_codebook_files,
        actors=ACTORS,
        schemas=["workflow/schemas/codebook.yaml", "workflow/schemas/actors.yaml"],
    output:
        "data/processed/{study}/readings/{article}.html",
    log:
        "logs/render_reading/{study}/{article}.log",
    benchmark:
        "benchmarks/render_reading/{study}/{article}.tsv"
    conda:
        "../../environment.yml"


rule check_report:
    input:
        articles="data/processed/{study}/articles.parquet",
        excluded="data/processed/{study}/excluded.parquet",
        scores="data/processed/{study}/frame_scores.parquet",
        evidence="data/processed/{study}/frame_evidence.parquet",
        tables=collect("reports/{{study}}/tables/{table}.csv", table=TABLES),
        figures="reports/{study}/figures/figures.csv",
        pages=collect("reports/{{study}}/{page}.html", page=PAGES + SUPPLEMENTS),
        readings="data/processed/{study}/readings/readings.csv",
        validity=if_coded(
            "reports/{study}/tables/frame_validity.csv",
            "data/processed/{study}/frame_predictions.parquet",
            "reports/{study}/tables/agreement.csv",
            "reports/{study}/tables/design.csv",
        ),
        more_pages=extra_pages,
        verdicts=if_claiming("reports/{study}/tables/verdicts.csv"),
        shown=lambda wildcards: study_tables(wildcards.study),
    output:
        "reports/{study}/checks.txt",
    log:
        "logs/check_report/{study}.log",
    benchmark:
        "benchmarks/check_report/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        window=setting("corpus", "window"),
        code=code("scripts/check_report.py"),
    script:
        "../scripts/check_report.py"


rule render_site:
    input:
        studies=expand("reports/{study}/replication/study.yaml", study=PROJECT.studies),
        flows=expand("reports/{study}/tables/corpus_by_outlet.csv", study=PROJECT.studies),
        checks=expand("reports/{study}/checks.txt", study=PROJECT.studies),
    output:
        "reports/index.html",
    log:
        "logs/render_site.log",
    benchmark:
        "benchmarks/render_site.tsv"
    conda:
        "../../environment.yml"
    params:
        studies=list(PROJECT.studies),
        code=code("scripts/render_site.py", *TEMPLATE),
    script:
        "../scripts/render_site.py"
