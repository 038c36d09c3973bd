"""The name of a plot as a user writes it: with or without an ending, since it is written as SVG, PNG and PDF."""

from __future__ import annotations

from pathlib import Path

from engine.cli.exits import refuse

_WRITTEN = (".svg", ".png", ".pdf")
_OTHERS = (
    ".jpg",
    ".jpeg",
    ".eps",
    ".ps",
    ".gif",
    ".tif",
    ".tiff",
    ".bmp",
    ".webp",
    ".html",
    ".htm",
    ".emf",
)


def plot_stem(plot: Path | None) -> Path | None:
    """The path without .svg, .png or .pdf; another kind of picture is refused, any other dot is of the name itself.

    So is what cannot be written, before anything is worked out for it.
    """
    if plot is None:
        return None
    ending = plot.suffix.lower()
    if ending in _OTHERS:
        refuse(
            f"--plot {plot}: ends in {plot.suffix}; .svg, .png and .pdf are accepted, or no ending for all"
        )
    from engine.reporting.whole_file import check_writable

    stem = plot.with_suffix("") if ending in _WRITTEN else plot
    for ending in _WRITTEN if stem.parent.exists() else ():  # bad input makes no folder
        check_writable(stem.with_name(f"{stem.name}{ending}"))
    return stem
