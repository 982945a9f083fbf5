from itertools import combinations

import numpy as np
import pytest

from newsframing.figures import palette

CVD = {
    "normal": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
}


def linear(colour):
    part = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    to_xyz = np.array([[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]])
    xyz = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.9505, 1, 1.0888])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one, other):
    return min(np.linalg.norm(lab(np.array(m) @ linear(one)) - lab(np.array(m) @ linear(other))) for m in CVD.values())


BOOKS = [
    "military diplomacy economic humanitarian governance ideology intelligence",
    "sanctuary_claim state_patronage foreign_hand ideology grievance governance_failure force_blowback",
    "force_justified force_effective force_insufficient force_backfires civilian_harm",
    "force border_control law_enforcement intelligence diplomacy talks development",
]


@pytest.mark.parametrize("book", BOOKS)
def test_frames_of_a_codebook_stay_apart_for_the_colour_blind(book):
    for one, other in combinations(book.split(), 2):
        assert apart(palette.FRAMES[one], palette.FRAMES[other]) >= 10, (one, other)


def test_outlets_stay_apart_and_every_colour_has_contrast():
    for one, other in combinations(palette.OUTLETS.values(), 2):
        assert apart(one, other) >= 10
    for colour in {*palette.COLOURS, *palette.FRAMES.values(), *palette.OUTLETS.values()}:
        assert 1.05 / (linear(colour) @ [0.2126, 0.7152, 0.0722] + 0.05) >= 3


def test_a_colour_belongs_to_the_outlet_not_to_its_spelling():
    assert palette.outlet_colour("BBC  News") == palette.outlet_colour("www.bbc.co.uk") == palette.OUTLETS["bbc.co.uk"]
    assert palette.outlet_colour("unheard.example") == palette.outlet_colour(" Unheard.example") in palette.COLOURS
