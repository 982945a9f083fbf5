"""Topics: fitted over a grid of K, judged on seeds and resamples, chosen by a stated rule, described with intervals."""

from newsframing.topics.across import mark_held, topics_across_k
from newsframing.topics.choose import choose_k
from newsframing.topics.describe import doc_topics_table, topics_table
from newsframing.topics.engines import ENGINES
from newsframing.topics.prevalence import topic_prevalence
from newsframing.topics.search import TopicModel, load_model, save_model, search_k

__all__ = [
    "ENGINES",
    "TopicModel",
    "choose_k",
    "doc_topics_table",
    "load_model",
    "mark_held",
    "save_model",
    "search_k",
    "topic_prevalence",
    "topics_across_k",
    "topics_table",
]
