"""Replication: what someone else needs to make a finished study again, and to see whether it came out the same.

Inputs: every table, figure and page of a study, its articles (ids and hashes alone are kept), the lock, CITATION.cff.
Outputs: reports/{study}/replication/{README.md,manifest.csv,articles.csv,requirements.lock,ro-crate-metadata.json},
beside study.yaml of build_settings.
Steps: build_replication. The record (make publish), its proof (make verify) and the deposit (make archive) are commands
outside of a run: newsframing.replication.
"""


rule build_replication:
    input:
        study=rules.build_settings.output.study,
        tables=lambda wildcards: study_tables(wildcards.study),
        pages=study_pages,
        figures="reports/{study}/figures/figures.csv",
        articles="data/processed/{study}/articles.parquet",
        checks="reports/{study}/checks.txt",
        lock="requirements.lock",
        citation="CITATION.cff",
    output:
        readme="reports/{study}/replication/README.md",
        manifest="reports/{study}/replication/manifest.csv",
        articles="reports/{study}/replication/articles.csv",
        lock="reports/{study}/replication/requirements.lock",
        crate="reports/{study}/replication/ro-crate-metadata.json",
    log:
        "logs/build_replication/{study}.log",
    benchmark:
        "benchmarks/build_replication/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        rules=table_rules,
        code=code("scripts/build_replication.py"),
    script:
        "../scripts/build_replication.py"
