"""A report -> PDF: its page printed by WeasyPrint, which may fetch nothing, or by a Chromium that is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from engine.problems import Refused
from engine.reporting.page.formats.html import RENDERING as RENDERING
from engine.reporting.page.formats.html import html_text
from engine.reporting.page.report import Report
from engine.reporting.quiet import without_chatter

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_FONT = ".*Expect ugly output"  # what WeasyPrint says where there is none
LONGEST = 120  # seconds that a browser may take


class PdfError(Refused):
    """A PDF that cannot be made here."""


def check() -> None:
    """Raise `PdfError` where neither WeasyPrint, with a font to print in, nor a Chromium is there."""
    if not _has_weasyprint() and not _browser():
        raise PdfError(
            "--format pdf needs WeasyPrint and a font that fontconfig finds (DejaVu, say), or a Chromium, and neither "
            "is there: pip install 'outturn-risk[report]', or leave pdf out and print the page from a browser"
        )


def written(report: Report) -> Mapping[str, bytes]:
    """`report.pdf`, by name."""
    text = html_text(report)
    return {"report.pdf": _by_weasyprint(text) if _has_weasyprint() else _by_browser(text)}


def _has_weasyprint() -> bool:
    if find_spec("weasyprint") is None:
        return False
    try:
        with without_chatter(), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of libraries of the system that it lacks
            warnings.filterwarnings("error", NO_FONT)
            import weasyprint  # noqa: F401
    except (OSError, UserWarning):  # Pango is not there, or has no font and would end the whole process
        return False
    return True


def _by_weasyprint(text: str) -> bytes:
    import logging

    logging.getLogger("weasyprint").setLevel(
        logging.CRITICAL
    )  # of properties for screens, which it leaves out
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    nothing = URLFetcher(allowed_protocols=())  # a report has all that it needs in itself
    found: bytes = HTML(string=text, url_fetcher=nothing).write_pdf(pdf_tags=True)
    return found


def _browser() -> str:
    return next((path for name in BROWSERS if (path := shutil.which(name))), "")


def _by_browser(text: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="outturn-", ignore_cleanup_errors=True) as folder:
        page, made = Path(folder) / "report.html", Path(folder) / "report.pdf"
        page.write_text(text, encoding="utf-8")
        command = [
            _browser(), "--headless", "--disable-gpu", "--no-sandbox", "--disable-javascript",
            "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder}/profile",
            "--no-pdf-header-footer", f"--print-to-pdf={made}", page.as_uri(),
        ]  # fmt: skip
        try:
            subprocess.run(
                command,
                check=True,
                capture_output=True,
                timeout=LONGEST,
                env={**os.environ, "TMPDIR": folder},
            )
            return made.read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise PdfError(f"{command[0]} could not print the page: {error}") from None
