"""What ``make bench`` measures: the stages at several sizes of the corpus, and the peers' way beside them."""
