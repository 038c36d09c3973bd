"""How many single values the laws of a file list between them: each by itself may be played, and a thousand may not."""

from __future__ import annotations

from distributions import Law
from engine.problems import Findings
from engine.programme.reading.laws import is_fixed

MOST = 1_000_000  # 0.4 GB of tables when they are played


class ListedValues:
    """Counts the values that different laws list; the law that is one too many goes to `findings`."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._seen: set[Law] = set()
        self._count = 0

    @property
    def are_too_many(self) -> bool:
        """Whether no more laws need be read: a file of thousands would take minutes until it is refused."""
        return self._count > MOST

    def count(self, law: Law | None, key: str) -> None:
        """Count a law that stands at `key`."""
        if law is None or is_fixed(law) or law in self._seen or self.are_too_many:
            return
        self._seen.add(law)
        self._count += law.listed()
        if self.are_too_many:
            found = f"laws that list {self._count:,} single values between them, up to here"
            accepted = f"laws that list at most {MOST:,}; for great counts a normal or gamma law"
            self._findings.add(key, found, accepted)
