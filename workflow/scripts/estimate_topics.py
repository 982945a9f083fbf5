"""Pick the number of topics by the stated rule, describe the topics, estimate how much of the news each takes."""

from pathlib import Path
from shutil import copyfile
from typing import Any

import pandas as pd

from newsframing import steps
from newsframing.exemplars import TOPIC_WORDS, exemplars_table
from newsframing.settings import load_yaml
from newsframing.tables import read_csv, read_parquet, whole_file, write_csv, write_parquet
from newsframing.tokens import load_matrix
from newsframing.topics import choose_k, doc_topics_table, load_model, topic_prevalence, topics_table
from newsframing.topics.across import mark_held, topics_across_k
from newsframing.topics.clusters import topic_clusters
from newsframing.topics.describe import topic_words
from newsframing.topics.labels import read_names, template
from newsframing.topics.search import REPORTED_COLUMNS


def main(inputs: dict[str, Any], study: str, settings: dict[str, Any], outputs: dict[str, str]) -> None:
    """Write the search over K, the choice, the topics, and all that tells what they are and how frequent."""
    articles = read_parquet(inputs["articles"])
    articles = articles[articles["role"] == "counted"]
    search = pd.concat([read_csv(file) for file in inputs["searches"]], ignore_index=True)
    choice = choose_k(search, settings["choose"])
    model = next(m for m in map(load_model, inputs["models"]) if m.k == choice.k)
    across = topics_across_k(model, map(load_model, inputs["models"]))
    matrix = load_matrix(inputs["matrix"])
    given = read_names(inputs["names"], load_yaml(Path(inputs["schema"])))
    topics, names = topics_table(matrix, model, articles, given)
    bootstrap, weights = settings["bootstrap"], doc_topics_table(matrix, model)
    clusters, ties = topic_clusters(matrix, model, articles, topics, seed=bootstrap["seed"])
    prevalence = topic_prevalence(
        matrix,
        model,
        articles,
        draws=bootstrap["draws"],
        seed=bootstrap["seed"],
        fit_on=settings["fit_on"],
        min_words=settings["min_words"],
    )
    words = topic_words(matrix, model, TOPIC_WORDS)
    write_csv(search.sort_values(["k", "seed", "resample"])[REPORTED_COLUMNS], outputs["search"])
    write_csv(choice.table.assign(why=choice.why), outputs["choice"])
    write_csv(across, outputs["across"])
    write_csv(mark_held(topics, across), outputs["topics"])
    write_csv(prevalence, outputs["prevalence"])
    write_csv(exemplars_table(topics, words, weights, articles), outputs["exemplars"])
    write_csv(clusters, outputs["clusters"])
    write_csv(ties, outputs["ties"])
    write_csv(names, outputs["names"])
    write_parquet(weights, outputs["doc_topics"])
    with whole_file(outputs["template"]) as draft:
        draft.write_text(template(topics, names, study), "utf-8")
    with whole_file(outputs["tokens"]) as draft:
        copyfile(inputs["tokens"], draft)


if "snakemake" in globals():
    params = snakemake.params
    steps.run(
        main,
        snakemake.log[0],
        inputs=dict(snakemake.input.items()),
        study=snakemake.wildcards.study,
        settings={name: getattr(params, name) for name in ("choose", "bootstrap", "fit_on", "min_words")},
        outputs=dict(snakemake.output),
    )
