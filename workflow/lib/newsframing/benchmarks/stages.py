"""The stages as the workflow runs them, each from files to files, and the peers' way of doing the same.

Every function takes a folder that holds ``corpus.csv`` (and what the stages before have left there) and the settings of
a study, and says in a few words what came out. Libraries are imported where they are used, before the clock starts:
``prepare`` does it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from newsframing.articles import TEXT_FIELDS
from newsframing.benchmarks import engines

Stage = Callable[[Path, dict[str, Any]], str]
#: what each stage imports
NEEDS = {
    "import": ["newsframing.readers.importing", "newsframing.streaming"],
    "cleaning": ["newsframing.cleaning.chunked", "newsframing.streaming"],
    "copies": ["newsframing.duplicates", "newsframing.streaming"],
    "tokens": ["newsframing.tokens", "newsframing.cleaning.outlets", "newsframing.streaming"],
    "frames": ["newsframing.frames.codebook", "newsframing.frames.match", "newsframing.tables"],
    "topics": ["newsframing.tokens", "newsframing.topics.engines"],
    "topics again": ["newsframing.tokens", "newsframing.topics.engines"],
    "peers: copies": ["datasketch", "newsframing.streaming"],
    "peers: tokens": ["gensim.utils", "gensim.models.phrases", "gensim.corpora", "simplemma", "newsframing.streaming"],
    "peers: whole path": ["pandas", "gensim.utils", "gensim.models", "gensim.corpora"],
    **{f"fit: {name}": ["newsframing.topics.quality", plan.needs] for name, plan in engines.PLANS.items()},
}
_COPY_FIELDS = ["article_id", "role", "outlet", "published", *TEXT_FIELDS]
_WORD = re.compile(r"[^\W_]+")


def prepare(stage: str) -> None:
    """Import what a stage needs; ImportError where a peer is not installed."""
    for name in NEEDS[stage]:
        import_module(name)


def import_(folder: Path, settings: dict[str, Any]) -> str:
    """Read the corpus into records."""
    from newsframing.readers.importing import import_files

    source = {"files": [folder / "corpus.csv"], "format": "table", "options": {}}
    import_files([source], folder / "records.parquet", folder / "rejected.parquet")
    return ""


def cleaning(folder: Path, settings: dict[str, Any]) -> str:
    """Clean the records."""
    from newsframing.cleaning.chunked import clean_file
    from newsframing.streaming import parquet_sink

    options = {name: settings[name] for name in ("languages", "window", "outlets")}
    with (
        clean_file(folder / "records.parquet", folder / "excluded.parquet", **options) as cleaned,
        parquet_sink(folder / "articles.parquet", cleaned.empty) as sink,
    ):
        for chunk in cleaned.articles:
            sink.write(chunk)
    return f"{cleaned.articles.rows:,} articles"


def copies(folder: Path, settings: dict[str, Any]) -> str:
    """Mark copies among all articles."""
    from newsframing.duplicates import mark_copies
    from newsframing.tables import read_parquet, write_parquet

    marked = mark_copies(read_parquet(folder / "articles.parquet", _COPY_FIELDS))
    write_parquet(marked[["article_id", "content_hash", "cluster_id", "is_copy"]], folder / "copies.parquet")
    return f"{int(marked['is_copy'].sum()):,} copies"


def tokens(folder: Path, settings: dict[str, Any]) -> str:
    """Count words and phrases in one matrix."""
    from newsframing.cleaning.outlets import Outlets
    from newsframing.streaming import read_chunks
    from newsframing.tables import read_parquet
    from newsframing.tokens import build_matrix, save_matrix, stop_words

    words = settings["stopwords"]
    outlets = read_parquet(folder / "articles.parquet", ["outlet"])["outlet"]
    matrix = build_matrix(
        read_chunks(folder / "articles.parquet", [*TEXT_FIELDS, "article_id", "role", "focus", "is_copy"]),
        stopwords=stop_words(words["gaps"], words["weak"]),
        names=Outlets(settings["outlets"]).names(outlets),
        min_docs=settings["min_docs"],
        max_share=settings["max_share"],
    )
    save_matrix(matrix, folder / engines.MATRIX)
    return _told(int(matrix.n_words.sum()), matrix.vocabulary)


def frames(folder: Path, settings: dict[str, Any]) -> str:
    """Find the frames of the study's codebooks in every article; ``codebooks`` holds their mappings and the schema."""
    from newsframing.frames.codebook import read_codebook
    from newsframing.frames.match import score
    from newsframing.tables import read_parquet, write_parquet

    given = settings["codebooks"]
    books = [read_codebook(data, given["schema"], f"{name}.yaml") for name, data in given["books"].items()]
    articles = read_parquet(folder / "articles.parquet", ["article_id", *TEXT_FIELDS])
    scores, evidence = score(articles, books)
    write_parquet(scores, folder / "frame_scores.parquet")
    write_parquet(evidence, folder / "frame_evidence.parquet")
    return f"{len(articles):,} articles, {len(evidence):,} places in {sum(len(book.measured) for book in books)} frames"


def topics(folder: Path, settings: dict[str, Any]) -> str:
    """Fit K = 20 topics once and infer every article's shares of them, as one job of a search does."""
    return _topics(folder, 1)


def topics_again(folder: Path, settings: dict[str, Any]) -> str:
    """Do the same with another seed, the start made anew, and compare the topics with those of the first."""
    return _topics(folder, 2)


def _topics(folder: Path, seed: int) -> str:
    import numpy as np

    from newsframing.tokens import load_matrix
    from newsframing.topics import quality as q
    from newsframing.topics.engines import fit_topics

    matrix = load_matrix(folder / engines.MATRIX)
    filled = matrix.counts[np.flatnonzero(np.diff(matrix.counts.indptr) > 0)]
    counts = matrix.counts[matrix.fitted]
    fit = fit_topics(counts, engines.K, seed, score=filled)
    np.savez(folder / f"topics{seed}.npz", **fit._asdict())
    if seed == 1:
        npmi = q.npmi(counts, q.top_terms(fit.topic_term, q.COHERENCE_WORDS)).mean()
        return f"K = {engines.K}, NPMI {npmi:.3f}"
    with np.load(folder / "topics1.npz") as first:
        return f"seed Jaccard {q.pairwise_stability([first['topic_term'], fit.topic_term]):.3f}"


def _told(n_words: int, terms: Iterable[str]) -> str:
    names = list(terms)
    return f"{n_words:,} words, {len(names):,} terms, {sum('_' in name for name in names):,} of them phrases"


def _texts(folder: Path) -> Iterable[str]:
    from newsframing.articles import scored_texts
    from newsframing.streaming import read_chunks

    for chunk in read_chunks(folder / "articles.parquet", list(TEXT_FIELDS)):
        yield from scored_texts(chunk)


def peers_tokens(folder: Path, settings: dict[str, Any]) -> str:
    """Do it as gensim's tutorials do, with lemmas: simple_preprocess, each token lemmatised, Phrases, Dictionary."""
    import simplemma
    from gensim.corpora import Dictionary
    from gensim.models.phrases import Phrases
    from gensim.utils import simple_preprocess

    documents = [simple_preprocess(text, min_len=2, max_len=40) for text in _texts(folder)]
    n_words = sum(map(len, documents))
    documents = [[simplemma.lemmatize(word, lang="en") for word in document] for document in documents]
    joined = Phrases(documents, min_count=10, threshold=0.5, scoring="npmi").freeze()
    documents = [joined[document] for document in documents]
    dictionary = Dictionary(documents)
    dictionary.filter_extremes(settings["min_docs"], settings["max_share"], keep_n=None)
    corpus = [dictionary.doc2bow(document) for document in documents]
    assert len(corpus) == len(documents)
    return _told(n_words, dictionary.token2id)


def peers_copies(folder: Path, settings: dict[str, Any]) -> str:
    """Do it as datasketch's documentation does: a MinHash of word 3-grams each, one MinHashLSH, one query each."""
    datasketch = import_module("datasketch")

    index = datasketch.MinHashLSH(threshold=0.3, num_perm=128)
    sketches = []
    for number, text in enumerate(_texts(folder)):
        words = _WORD.findall(text.lower())
        sketch = datasketch.MinHash(num_perm=128, seed=1)
        sketch.update_batch([" ".join(words[i : i + 3]).encode() for i in range(len(words) - 2)])
        index.insert(number, sketch)
        sketches.append(sketch)
    met = sum(len(index.query(sketch)) > 1 for sketch in sketches)
    return f"{met:,} articles meet another"


def peers_whole_path(folder: Path, settings: dict[str, Any]) -> str:
    """Go from articles to topics as gensim's tutorials do, up to the coherence of the topics (c_v)."""
    import pandas as pd
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel, LdaModel
    from gensim.models.phrases import Phrases
    from gensim.utils import simple_preprocess

    table = pd.read_csv(folder / "corpus.csv", dtype=str).fillna("")
    texts = (table["title"] + "\n" + table["lead"] + "\n" + table["body"]).tolist()
    documents = [simple_preprocess(text) for text in texts]
    joined = Phrases(documents, min_count=10).freeze()
    documents = [joined[document] for document in documents]
    dictionary = Dictionary(documents)
    dictionary.filter_extremes(settings["min_docs"], settings["max_share"], keep_n=None)
    corpus = [dictionary.doc2bow(document) for document in documents]
    model = LdaModel(corpus, engines.K, dictionary, passes=10, random_state=1)
    coherence = CoherenceModel(model, texts=documents, dictionary=dictionary, coherence="c_v", processes=1)
    return f"K = {engines.K}, {len(dictionary):,} terms, c_v {coherence.get_coherence():.3f}"


def _fit(name: str) -> Stage:
    def stage(folder: Path, settings: dict[str, Any]) -> str:
        return engines.fit(name, folder)

    return stage


STAGES: dict[str, Stage] = {
    "import": import_,
    "cleaning": cleaning,
    "copies": copies,
    "tokens": tokens,
    "frames": frames,
    "topics": topics,
    "topics again": topics_again,
    "peers: copies": peers_copies,
    "peers: tokens": peers_tokens,
    "peers: whole path": peers_whole_path,
    **{f"fit: {name}": _fit(name) for name in engines.PLANS},
}
