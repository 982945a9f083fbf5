"""Topics: what the articles are about, found by a model that is fitted many times to see what stays.

Inputs: cleaned articles; config/stopwords.yaml and config/outlets.yaml (names of outlets are no topic words).
Outputs: data/processed/{study}/doc_topics.parquet; reports/{study}/tables/topic_search.csv, topics.csv,
topic_prevalence.csv, topic_exemplars.csv, topic_clusters.csv and topic_ties.csv (the network of topics),
topic_names.csv and topic_labels.yaml (names that people gave in config/labels/{study}.yaml, and a file to start from).
Steps: build_matrix (words, phrases, document-term matrix) → fit_topics, one job a number of topics K (starts, seeds and
resamples inside) → estimate_topics (picks K by a stated rule, describes topics, prevalence with intervals,
clusters of topics with their stability).
"""


rule build_matrix:
    input:
        articles=shared("corpus", "articles.parquet"),
        stopwords="config/stopwords.yaml",
        outlets="config/outlets.yaml",
    output:
        matrix=f"{SHARED}/{{matrix}}/matrix.npz",
        tokens=f"{SHARED}/{{matrix}}/tokens.parquet",
    log:
        "logs/build_matrix/{matrix}.log",
    benchmark:
        "benchmarks/build_matrix/{matrix}.tsv"
    conda:
        "../../environment.yml"
    params:
        text=setting("text"),
        copies=setting("copies"),
        fit_on=setting("topics", "fit_on"),
        focus=setting("corpus", "focus"),
        code=code("scripts/build_matrix.py"),
    script:
        "../scripts/build_matrix.py"


rule fit_topics:
    input:
        matrix=shared("matrix", "matrix.npz"),
    output:
        model=f"{SHARED}/{{model}}/k{{k}}.npz",
        search=f"{SHARED}/{{model}}/search_k{{k}}.csv",
    log:
        "logs/fit_topics/{model}/k{k}.log",
    benchmark:
        "benchmarks/fit_topics/{model}/k{k}.tsv"
    priority: 10  # the longest jobs of a run: begin them first
    conda:
        "../../environment.yml"
    params:
        engine=setting("topics", "engine"),
        seeds=setting("topics", "seeds"),
        resamples=setting("topics", "resamples"),
        code=code("scripts/fit_topics.py"),
    script:
        "../scripts/fit_topics.py"


rule estimate_topics:
    input:
        articles="data/processed/{study}/articles.parquet",
        matrix=shared("matrix", "matrix.npz"),
        tokens=shared("matrix", "tokens.parquet"),
        models=fitted("k{k}.npz"),
        searches=fitted("search_k{k}.csv"),
        names=topic_names,
        schema="workflow/schemas/labels.yaml",
    output:
        doc_topics="data/processed/{study}/doc_topics.parquet",
        tokens="data/processed/{study}/tokens.parquet",
        search="reports/{study}/tables/topic_search.csv",
        choice="reports/{study}/tables/topic_choice.csv",
        topics="reports/{study}/tables/topics.csv",
        prevalence="reports/{study}/tables/topic_prevalence.csv",
        exemplars="reports/{study}/tables/topic_exemplars.csv",
        clusters="reports/{study}/tables/topic_clusters.csv",
        ties="reports/{study}/tables/topic_ties.csv",
        names="reports/{study}/tables/topic_names.csv",
        template="reports/{study}/tables/topic_labels.yaml",
    log:
        "logs/estimate_topics/{study}.log",
    benchmark:
        "benchmarks/estimate_topics/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        ks=setting("topics", "k"),
        fit_on=setting("topics", "fit_on"),
        min_words=setting("text", "min_words"),
        bootstrap=setting("bootstrap"),
        code=code("scripts/estimate_topics.py"),
    script:
        "../scripts/estimate_topics.py"
