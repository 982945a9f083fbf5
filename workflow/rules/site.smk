"""Site: the pages of a study that need no notebook, and what can be downloaded from it.

Inputs: a study's record, articles, frame scores and tables; the lock, CITATION.cff, workflow/report/references.bib.
Outputs: reports/{study}/articles.html with tables/focus_articles.csv; cards.html; regressions.html with
downloads/regression.tex and .md; method.html with replication/method.txt and references.bib; downloads.html with
downloads/tables.xlsx and summary.pdf.
Steps: render_supplement (articles in focus, to search; a card a frame; marginal effects to paste; the text of a method
section, with its limits) → build_downloads (all tables as one workbook, the study on one page, the list of both).
"""


rule render_supplement:
    input:
        study="reports/{study}/replication/study.yaml",
        articles="data/processed/{study}/articles.parquet",
        scores="data/processed/{study}/frame_scores.parquet",
        tables=collect("reports/{{study}}/tables/{table}.csv", table=SUPPLEMENT_TABLES),
        verdicts=if_claiming("reports/{study}/tables/verdicts.csv", "reports/{study}/tables/robustness.csv"),
        validity=if_coded(*(f"reports/{{study}}/tables/{table}.csv" for table in SUPPLEMENT_VALIDITY)),
        codebooks=every_codebook_file,
        works="workflow/report/references.bib",
        lock="requirements.lock",
        citation="CITATION.cff",
    output:
        listed="reports/{study}/tables/focus_articles.csv",
        articles="reports/{study}/articles.html",
        cards="reports/{study}/cards.html",
        regressions="reports/{study}/regressions.html",
        latex="reports/{study}/downloads/regression.tex",
        markdown="reports/{study}/downloads/regression.md",
        method="reports/{study}/method.html",
        method_text="reports/{study}/replication/method.txt",
        references="reports/{study}/replication/references.bib",
    log:
        "logs/render_supplement/{study}.log",
    benchmark:
        "benchmarks/render_supplement/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        rules=table_rules,
        code=code("scripts/render_supplement.py", *TEMPLATE),
    script:
        "../scripts/render_supplement.py"


rule build_downloads:
    input:
        study="reports/{study}/replication/study.yaml",
        tables=lambda wildcards: study_tables(wildcards.study),
        articles="data/processed/{study}/articles.parquet",
        codebooks=codebook_files,
        figures="reports/{study}/figures/figures.csv",
        main_figure="reports/{study}/figures/frame_prevalence.svg",
        documents=[rules.render_supplement.output.latex, rules.render_supplement.output.method_text],
    output:
        page="reports/{study}/downloads.html",
        workbook="reports/{study}/downloads/tables.xlsx",
        summary="reports/{study}/downloads/summary.pdf",
    log:
        "logs/build_downloads/{study}.log",
    benchmark:
        "benchmarks/build_downloads/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("scripts/build_downloads.py", *TEMPLATE),
    script:
        "../scripts/build_downloads.py"
