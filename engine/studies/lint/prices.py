"""A price base in words that is another than the one that [prices] gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.studies.lint.slip import Case, Slip

OTHER = {"real": "nominal", "nominal": "real"}


def rules(case: Case) -> Iterator[Slip]:
    """The one of them."""
    base, told = case.tables.get("prices", {}).get("base"), str(case.tables.get("price_base", ""))
    if base in OTHER and not _says(base, told) and _says(OTHER[base], told):
        found = f'"{told}" beside [prices] base = "{base}"'
        yield Slip("price_base", found, "results are in what [prices] says; let the words say it too")


def _says(word: str, told: str) -> bool:
    return re.search(rf"\b{word}\b", told, re.I) is not None
