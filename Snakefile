"""News articles, from a public corpus to a report: corpus, topics, frames, reports.

Run `make`, or `snakemake --cores all` in the activated environment. What each key of a study means: config/README.md.
"""

from snakemake.utils import min_version

min_version("9.0")


configfile: "config/config.yaml"


include: "workflow/rules/common.smk"
include: "workflow/rules/corpus.smk"
include: "workflow/rules/topics.smk"
include: "workflow/rules/frames.smk"
include: "workflow/rules/counts.smk"
include: "workflow/rules/coding.smk"
include: "workflow/rules/evidence.smk"
include: "workflow/rules/planted.smk"
include: "workflow/rules/reports.smk"
include: "workflow/rules/site.smk"
include: "workflow/rules/replication.smk"


localrules:
    all,
    tables,


rule all:
    default_target: True
    input:
        "reports/index.html",
        # named one by one, so that a file that somebody has deleted is made again
        expand("reports/{study}/{page}.html", study=PROJECT.studies, page=PAGES + SUPPLEMENTS),
        expand("reports/{study}/tables/{table}.csv", study=PROJECT.studies, table=TABLES),
        expand("reports/{study}/tables/{table}.csv", study=PROJECT.coded, table=VALIDITY_TABLES),
        expand("reports/{study}/validity.html", study=PROJECT.coded),
        expand("reports/{study}/tables/{table}.csv", study=PROJECT.claiming, table=VERDICT_TABLES),
        expand("reports/{study}/verdicts.html", study=PROJECT.claiming),
        expand("reports/{study}/tables/not_recomputed.csv", study=PROJECT.from_counts),
        expand("reports/{study}/tables/planted_found.csv", study=PROJECT.planted),
        expand("reports/{study}/planted.html", study=PROJECT.planted),
        expand("data/processed/{study}/{table}.parquet", study=PROJECT.studies, table=DATA),
        expand("data/processed/{study}/export/{file}", study=PROJECT.studies, file=EXPORTS),
        expand("reports/{study}/coding/{form}", study=PROJECT.studies, form=FORMS),
        expand("reports/{study}/replication/README.md", study=PROJECT.studies),


rule tables:
    # what a study's record holds: make verify needs no page
    input:
        [study_tables(study) for study in PROJECT.studies],
        expand("reports/{study}/replication/study.yaml", study=PROJECT.studies),
        expand("data/processed/{study}/articles.parquet", study=PROJECT.studies),
