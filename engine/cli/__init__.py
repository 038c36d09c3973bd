"""The `outturn` command.

Exit codes: 0 done, 1 a finding (`--strict`), 2 bad input, 130 interrupted (143 by SIGTERM, 129 by SIGHUP).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.cli.command import app as app
else:

    def __getattr__(name: str) -> Any:
        if name != "app":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from engine.cli.command import app

        return app


def main() -> None:
    """Entry point of the `outturn` command."""
    from engine.cli.starting import heed_interrupts

    heed_interrupts()  # before what takes long to import
    import sys

    from engine.cli.loading import loading_told
    from engine.cli.settings import let_go_of_bad_settings
    from engine.cli.start_up import short_lived
    from engine.cli.streams import lasting_streams

    let_go_of_bad_settings()
    with lasting_streams(), short_lived(sys.argv), loading_told():
        from engine.cli.command import app

        app()
