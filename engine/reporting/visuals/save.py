"""Charts on disk: SVG, PNG and PDF side by side, the same bytes every time, with a text alternative inside."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from html import escape
from importlib import import_module
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from engine.folders.lasting import naming
from engine.folders.lock import held
from engine.reporting.copies import Made, in_copies
from engine.reporting.visuals.style import styled
from engine.visible import visible

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PNG_DPI = 200
FORMATS = ("svg", "png", "pdf")
_COMPRESSION = 3  # of 9: of these pictures the smallest files and half the time of the usual 6


def drawn_in_copies(pieces: Sequence[Callable[[], Made]]) -> list[Made]:
    """What pieces of work that draw make, in their order (`in_copies`)."""
    load_backends()  # else every process would do so for itself
    return in_copies(pieces)


def load_backends() -> None:
    """Import what draws SVG and PNG, which Matplotlib does when it is first asked to."""
    from PIL import Image

    for backend in ("agg", "svg"):
        import_module(f"matplotlib.backends.backend_{backend}")
    Image.preinit()


def save_figure(
    figure: Figure, stem: str | Path, formats: Sequence[str] = FORMATS, dpi: int = PNG_DPI
) -> tuple[Path, ...]:
    """Write `stem`.svg, `stem`.png (200 dots an inch) and `stem`.pdf and return their paths; missing folders are made.

    Each file is written beside its place and then renamed, so a reader never finds half a picture. None holds a
    date; all may be read by whom the user's umask says. The figure's label (its first line the title) becomes the
    text alternative of all.
    """
    stem = Path(stem)
    if stem.suffix[1:] in FORMATS:  # as a user of savefig writes it
        stem = stem.with_suffix("")
    stem.parent.mkdir(parents=True, exist_ok=True)
    written = tuple(stem.with_name(f"{stem.name}.{ending}") for ending in formats)
    for path, content in [
        *zip(written, (chart_bytes(figure, ending, dpi) for ending in formats), strict=True)
    ]:
        _replace(path, content)  # when all are drawn
    return written


def chart_bytes(figure: Figure, ending: str, dpi: int = PNG_DPI) -> bytes:
    """A figure as the bytes of a file of one of `FORMATS`; nothing is written to disk."""
    if ending == "svg":
        return svg_text(figure).encode()
    return _png_bytes(figure, dpi) if ending == "png" else _pdf_bytes(figure)


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


def _pdf_bytes(figure: Figure) -> bytes:
    title, description = alternative_text(figure)
    stream = io.BytesIO()
    with styled():
        figure.savefig(
            stream,
            format="pdf",
            metadata={"Title": title, "Subject": description, "Creator": "outturn", "CreationDate": None},
        )
    return stream.getvalue()


def _png_bytes(figure: Figure, dpi: int) -> bytes:
    title, description = alternative_text(figure)
    stream = io.BytesIO()
    with styled():
        figure.savefig(
            stream,
            format="png",
            dpi=dpi,
            pil_kwargs={"compress_level": _COMPRESSION},
            metadata={"Title": title, "Description": description, "Software": "outturn"},
        )
    return stream.getvalue()


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f".outturn-{token_hex(8)}")
    try:
        with naming(path), held(beside):  # for whom the user's umask says
            beside.write_bytes(content)
            os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
