"""How a script runs: its output goes to the log, a user's fault becomes one sentence, never a traceback on screen."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from newsframing.errors import UserError

#: what the sentence that a user should read begins with, in the log and on screen
MARK = "newsframing: "


def run(main: Callable[..., None], log: str, **arguments: Any) -> None:
    """Call a script's main function with its output in ``log``; on a fault write one sentence and end with status 1."""
    path = Path(log)
    path.parent.mkdir(parents=True, exist_ok=True)
    fault = None
    with path.open("w", encoding="utf-8") as handle:
        with contextlib.redirect_stdout(handle), contextlib.redirect_stderr(handle):
            try:
                main(**arguments)
            except UserError as error:
                fault = str(error)
            except Exception as error:
                traceback.print_exc(file=handle)
                fault = f"{type(error).__name__} in the program itself, not in your data: {error} (please report it)"
        if fault is not None:
            handle.write(f"{MARK}{fault}\n")
    if fault is not None:
        sys.stderr.write(f"{MARK}{fault}\n")
        sys.exit(1)


def use_one_thread() -> None:
    """Keep numeric libraries of this process and its children to one thread, and the hashing of texts fixed.

    Results then do not hang on the number of cores, and jobs side by side do not fight for them.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    os.environ["PYTHONHASHSEED"] = "0"
