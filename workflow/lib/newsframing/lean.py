"""Optional parts of libraries that cost seconds to import and that nothing here uses, kept from being imported."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """Let these modules look as if they were not installed while the block imports a library that can do without.

    Modules that are imported already are left alone; afterwards everyone else can import them as usual.
    """
    hidden = [name for name in modules if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)


#: jsonschema builds a parser of internationalised addresses with it, 1.5 s a process; no schema here has such a format
ADDRESS_FORMATS = "rfc3987_syntax"
