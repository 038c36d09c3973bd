"""What numbers does the flagship's README show, and are they still true?

`python -m experiments.argument` plays what they come of and writes them between the README's markers; no number of a
table there is typed. It takes minutes: the tables of before and after rest on eight runs of 200 worlds. Tests compare
the blocks that are quick with what is played now.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from textwrap import wrap
from typing import TYPE_CHECKING

import engine
from engine.programme import scenario_names
from engine.studies.ranges import ranges
from experiments import before_and_after, claim, readme, total_is_class, views, weight
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr

README = PROGRAMME.with_name("README.md")
WIDTH = 120
MARKED = r"(<!-- {}: written by `python -m experiments\.argument` -->\n).*?(<!-- end -->)"


def verdict() -> str:
    """The claims as `outturn run` prints them: three numbers and a word each."""
    played = claim.measure(readme.ITERATIONS)
    others = {name: engine.load(PROGRAMME, name) for name in scenario_names(PROGRAMME)}
    found = ranges(engine.load(PROGRAMME), played, others)
    claims = readme.printed(found).split("\n\n")[1]
    return f"```text\n{claims}\n```"


def middle() -> str:
    """The middle outcome, and what the base case asks, in a sentence each."""
    played = claim.measure()
    told = engine.summarise(played)["value"].sel(percentile=50)
    benefit, cost = (float(told.sel(measure=name)) for name in ("total_benefit", "total_cost"))
    yearly = played["yearly_cost"].attrs["base"]
    steady = sum(played[f"yearly_{kind}_benefit"].attrs["base"][-1] for kind in ("cash", "efficiency"))
    soon, late = yearly[:3].sum(), yearly[3:].sum()
    sentence = (
        f"The middle outcome is £{benefit:,.0f}m of benefits for £{cost:,.0f}m. In the base case £{soon:.0f}m falls "
        f"before April 2025 and £{late:.0f}m after; once steady, the claim needs £{steady:.0f}m a year, "
        f"{steady / 525:.0%} of the £525m that these functions cost, cash and staff time together."
    )
    return "\n".join(wrap(sentence, WIDTH))


@cache
def compared() -> xr.Dataset:
    """Before and after, at full length."""
    return before_and_after.measure()


QUICK: dict[str, Callable[[], str]] = {
    "verdict": verdict,
    "middle": middle,
    "views": lambda: views.table(views.measure()),
    "weight": lambda: weight.table(weight.measure()),
    "class": lambda: total_is_class.table(total_is_class.measure()),
}
LONG: dict[str, Callable[[], str]] = {
    "class_before": lambda: before_and_after.first_table(compared()),
    "worlds_before": lambda: before_and_after.second_table(compared()),
}


def with_block(text: str, name: str, block: str) -> str:
    """The README with this text between the markers of that name; `KeyError` if it has no such markers."""
    pattern = re.compile(MARKED.format(name), re.DOTALL)
    if not pattern.search(text):
        raise KeyError(name)
    return pattern.sub(lambda found: f"{found[1]}{block}\n{found[2]}", text)


def check(blocks: dict[str, Callable[[], str]]) -> None:
    """The README shows what is played; raises `AssertionError`."""
    text = README.read_text(encoding="utf-8")
    for name, made in blocks.items():
        assert with_block(text, name, made()) == text, f"{name}: run python -m experiments.argument"


if __name__ == "__main__":
    page = README.read_text(encoding="utf-8")
    for name, made in (QUICK | LONG).items():
        page = with_block(page, name, made())
    README.write_text(page, encoding="utf-8")
