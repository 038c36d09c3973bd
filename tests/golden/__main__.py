"""Play everything whose numbers are kept, print what changed, and write it: for a change that is meant.

python -m tests.golden "what the changelog in engine/README.md says of the change"
"""

from __future__ import annotations

import json
import sys

from tests.golden.played import CHANGELOG, NUMBERS, changes, figures, in_changelog, kept, programmes


def main(sentence: str) -> None:
    """Rewrite the numbers, if the changelog says why."""
    if not in_changelog(sentence, CHANGELOG.read_text(encoding="utf-8")):
        sys.exit(
            f"first add to the changelog in {CHANGELOG.name} what changed and why; then name that sentence here"
        )
    before = kept()["programmes"] if NUMBERS.exists() else {}
    now = {}
    for name, programme in programmes():
        now[name], errors = figures(programme)
        print(*changes(name, before.get(name, {}), now[name], errors), sep="\n")
    text = json.dumps(
        {"because": " ".join(sentence.split()), "programmes": now}, indent=1, ensure_ascii=False
    )
    NUMBERS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
