"""Figures: functions from a tidy table to a chart (figure, title, alternative text), in one visual language."""

from newsframing.figures.style import Chart, figure_row, rendered, save

__all__ = ["Chart", "figure_row", "rendered", "save"]
