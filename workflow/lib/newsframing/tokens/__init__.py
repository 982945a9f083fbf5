"""From scored texts to one sparse document-term matrix that every engine and every measure shares."""

from newsframing.tokens.matrix import TermMatrix, build_matrix, load_matrix, save_matrix, term_table, to_gensim
from newsframing.tokens.words import stop_words

__all__ = ["TermMatrix", "build_matrix", "load_matrix", "save_matrix", "stop_words", "term_table", "to_gensim"]
