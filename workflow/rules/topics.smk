"""Topics: what the articles are about, found by a model that is fitted many times to see what stays.

Inputs: cleaned articles; config/stopwords.yaml and config/outlets.yaml (names of outlets are no topic words).
Outputs: data/processed/{study}/doc_topics.parquet; reports/{study}/tables/topic_search.csv, topic_across_k.csv,
topics.csv, topic_prevalence.csv, topic_exemplars.csv, topic_clusters.csv and topic_ties.csv (the network of topics),
topic_names.csv and topic_labels.yaml (names that people gave in config/labels/{study}.yaml, and a file to start from),
topic_intrusion.csv; reports/{study}/coding/ (forms by which people judge topics; their answers are
data/processed/{study}/intrusion_answers.parquet); data/processed/{study}/export/ (the matrix for other programs).
Steps: build_matrix (words, phrases, document-term matrix) → fit_topics, one job a number of topics K (starts, seeds and
resamples inside) → estimate_topics (picks K by a stated rule, describes topics, prevalence with intervals, clusters of
topics with their stability) → build_intrusion (forms) → score_intrusion (those that lie filled in under
data/raw/{study}/codings/); build_exports.
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
        articles=covariates,
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
        across="reports/{study}/tables/topic_across_k.csv",
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
        choose=setting("topics", "choose"),
        fit_on=setting("topics", "fit_on"),
        min_words=setting("text", "min_words"),
        bootstrap=setting("bootstrap"),
        code=code("scripts/estimate_topics.py"),
    script:
        "../scripts/estimate_topics.py"


rule build_intrusion:
    input:
        articles="data/processed/{study}/articles.parquet",
        matrix=shared("matrix", "matrix.npz"),
        models=fitted("k{k}.npz"),
        choice=rules.estimate_topics.output.choice,
    output:
        forms=collect("reports/{{study}}/coding/{form}_intrusion.csv", form=["word", "document"]),
        books=collect("reports/{{study}}/coding/{form}_intrusion.xlsx", form=["word", "document"]),
        told="reports/{study}/coding/intrusion_instructions.txt",
        # apart from what a coder is handed
        answers="data/processed/{study}/intrusion_answers.parquet",
    log:
        "logs/build_intrusion/{study}.log",
    benchmark:
        "benchmarks/build_intrusion/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("scripts/build_intrusion.py"),
    script:
        "../scripts/build_intrusion.py"


rule score_intrusion:
    input:
        answers=rules.build_intrusion.output.answers,
        topics=rules.estimate_topics.output.topics,
        returned=returned_sheets,
    output:
        table="reports/{study}/tables/topic_intrusion.csv",
    log:
        "logs/score_intrusion/{study}.log",
    benchmark:
        "benchmarks/score_intrusion/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("scripts/score_intrusion.py"),
    script:
        "../scripts/score_intrusion.py"


rule build_exports:
    input:
        articles="data/processed/{study}/articles.parquet",
        scores="data/processed/{study}/frame_scores.parquet",
        matrix=shared("matrix", "matrix.npz"),
    output:
        matrix="data/processed/{study}/export/matrix.mtx.gz",
        vocabulary="data/processed/{study}/export/vocabulary.txt",
        documents="data/processed/{study}/export/documents.csv",
        frame_scores="data/processed/{study}/export/frame_scores.csv.gz",
        readme="data/processed/{study}/export/README.txt",
    log:
        "logs/build_exports/{study}.log",
    benchmark:
        "benchmarks/build_exports/{study}.tsv"
    conda:
        "../../environment.yml"
    params:
        datasets=dataset_entries,
        code=code("scripts/build_exports.py"),
    script:
        "../scripts/build_exports.py"
