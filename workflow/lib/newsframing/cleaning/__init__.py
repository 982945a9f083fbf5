"""Cleaning: records as read become articles; every removal and every change is counted."""

from newsframing.cleaning.flow import corpus_by_outlet, corpus_flow
from newsframing.cleaning.outlets import Outlets
from newsframing.cleaning.pipeline import Cleaned, clean

__all__ = ["Cleaned", "Outlets", "clean", "corpus_by_outlet", "corpus_flow"]
