"""Figures: functions from a tidy table to a chart (figure, title, alternative text), in one visual language."""
