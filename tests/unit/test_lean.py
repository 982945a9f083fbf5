import subprocess
import sys

import pytest

from newsframing.lean import ADDRESS_FORMATS, without

HEAVY = f"""
import importlib, sys
importlib.import_module({{module!r}})
assert {ADDRESS_FORMATS!r} not in sys.modules
for heavy in {{others!r}}:
    assert heavy not in sys.modules, heavy
"""


def test_a_hidden_module_is_missing_in_the_block_and_back_after_it():
    assert "wave" not in sys.modules
    with without("wave"), pytest.raises(ImportError):
        import wave
    import wave

    with without("wave"):
        import wave as loaded
    assert loaded is wave and sys.modules["wave"] is wave


def test_a_fault_in_the_block_hides_nothing_for_good():
    with pytest.raises(RuntimeError), without("colorsys"):
        raise RuntimeError
    import colorsys

    assert colorsys


@pytest.mark.parametrize(
    ("module", "others"),
    [
        ("newsframing.settings", ["matplotlib", "sklearn"]),
        ("newsframing.pages.notebooks", ["matplotlib", "sklearn", "papermill", "nbconvert"]),
        # who turns a notebook into a page draws nothing: that is done by the kernel
        ("newsframing.pages.site", ["matplotlib", "sklearn"]),
        ("newsframing.pages.report", ["sklearn"]),
    ],
)
def test_what_is_not_needed_is_not_imported(module, others):
    code = HEAVY.format(module=module, others=others)
    subprocess.run([sys.executable, "-c", code], check=True)
