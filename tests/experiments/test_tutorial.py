"""The tutorial can be followed as it stands, and one that cannot is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments import tutorial

INIT = "```sh\noutturn init programme.toml\n```\n"


def test_the_page_shows_what_its_commands_print() -> None:
    page = tutorial.page_now()
    tutorial.check(page)
    assert page.count("```text\noutturn: ") == 1
    with pytest.raises(AssertionError, match=r"python -m experiments\.tutorial"):
        tutorial.check(page.replace("2 problems", "3 problems"))


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (INIT + "```diff\n-horizon = 1200\n+horizon = 1\n```\n", "0 times"),
        (INIT + '```diff\n-go_live = "build"\n+go_live = "procurement"\n```\n', "2 times"),
        ("```sh\noutturn fly\n```\n" + "```text\nit flies\n```\n", "refused"),
        ("```sh\nfalse\n```\n```sh\ntrue\n```\n", "does not show"),
    ],
)
def test_a_page_that_cannot_be_followed_is_told(tmp_path: Path, page: str, why: str) -> None:
    with pytest.raises(AssertionError, match=why):
        tutorial.followed(page, tmp_path)
