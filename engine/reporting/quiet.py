"""Keeps what Matplotlib has to say of its fonts and folders from people who asked for a chart."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_chatter() -> Iterator[None]:
    """Within it, no message of Matplotlib's reaches standard error unless the process has set up its logging.

    It tells of folders that it may not write and of fonts that lack a weight, with paths of the installation.
    """
    logger, silent = logging.getLogger("matplotlib"), logging.NullHandler()
    logger.addHandler(silent)
    try:
        yield
    finally:
        logger.removeHandler(silent)
