"""Frames: codebooks, sentences, matching with evidence, prevalence, quotations."""
