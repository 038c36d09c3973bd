"""Charts on disk: SVG and PNG side by side, the same bytes every time, with a text alternative inside."""

from __future__ import annotations

import io
import os
from html import escape
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from engine.reporting.visuals.style import styled
from engine.visible import visible

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PNG_DPI = 200
_COMPRESSION = 3  # of 9: of these pictures the smallest files and half the time of the usual 6


def save_figure(figure: Figure, stem: str | Path) -> tuple[Path, Path]:
    """Write `stem`.svg and `stem`.png (200 dpi) and return their paths; missing folders are made.

    Each file is written beside its place and then renamed, so a reader never finds half a picture. Neither
    holds a date; both may be read by whom the user's umask says. The figure's label (its first line the title)
    becomes the text alternative of both.
    """
    stem = Path(stem)
    stem.parent.mkdir(parents=True, exist_ok=True)
    svg, png = stem.with_name(f"{stem.name}.svg"), stem.with_name(f"{stem.name}.png")
    _replace(svg, svg_text(figure).encode())
    _replace(png, png_bytes(figure))
    return svg, png


def svg_text(figure: Figure) -> str:
    """The figure as an SVG document, its text alternative in `title` and `desc` for screen readers."""
    title, description = alternative_text(figure)
    stream = io.StringIO()
    with styled():
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": "outturn"})
    spoken = (
        f'<svg role="img" aria-label="{escape(title)}" ',
        f"<title>{escape(title)}</title>\n <desc>{escape(description)}</desc>\n ",
    )
    document = stream.getvalue().replace("<svg ", spoken[0], 1)
    end = document.index(">", document.index("<svg ")) + 1
    return f"{document[:end]}\n {spoken[1]}{document[end:].lstrip()}"


def alternative_text(figure: Figure) -> tuple[str, str]:
    """Title and description of a figure, from its label."""
    title, _, description = str(figure.get_label()).partition("\n")
    return visible(title) or "Chart", visible(description)


def png_bytes(figure: Figure) -> bytes:
    """The figure as a PNG of 200 dpi, its text alternative in the file."""
    title, description = alternative_text(figure)
    stream = io.BytesIO()
    with styled():
        figure.savefig(
            stream,
            format="png",
            dpi=PNG_DPI,
            pil_kwargs={"compress_level": _COMPRESSION},
            metadata={"Title": title, "Description": description, "Software": "outturn"},
        )
    return stream.getvalue()


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{token_hex(8)}")
    try:
        with beside.open("xb") as file:  # for whom the user's umask says
            file.write(content)
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
