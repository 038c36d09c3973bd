"""`outturn schema`."""

from __future__ import annotations

from engine.cli.streams import as_json


def schema() -> None:
    """Print the JSON Schema of a programme file, by which editors complete and check it."""
    import json

    from engine.programme import json_schema

    print(as_json(json.dumps(json_schema(), indent=2, ensure_ascii=False)))
