"""`[prices]` and what lines say of theirs: what is refused, and where."""

import pytest

from tests.programme.small_programme import SMALL, load_text, problems_of

PRICES = '\n[prices]\nbase = "real"\nyear = 2022\ndeflator = {deflator}\n'
SERIES = "{ 2020 = 90, 2021 = 95, 2022 = 100, 2023 = 103, 2024 = 105, 2025 = 107, 2026 = 110 }"
LINE = '\n[clusters.north.costs.rent]\ncategory = "running"\nper_year = 1\n{said}\n'


def text(deflator: str = SERIES, said: str = 'prices = "nominal"', more: str = "") -> str:
    return SMALL + PRICES.format(deflator=deflator) + more + LINE.format(said=said)


def test_financial_years_are_known_by_the_year_in_which_they_begin(tmp_path):
    series = '{ "2022-23" = 100, 2023 = 103, "2024/25" = 105, "2025-2026" = 107, 2026 = 110 }'
    programme = load_text(tmp_path, text(series))
    (rent,) = [line for line in programme.costs if line.name == "north.rent"]
    assert rent.prices == (1.0, 100 / 103, 100 / 105, 100 / 107, 100 / 110)


@pytest.mark.parametrize(
    ("deflator", "said", "key", "words"),
    [
        ("{ 2022 = 100, 2023 = 103 }", 'prices = "nominal"', "prices.deflator", "no deflator for 2024"),
        ("{ 2022 = 100, 2023 = 103 }", 'prices = "nominal"', "prices.deflator", "beyond = 0.02 goes on"),
        (SERIES.replace("2024 = 105, ", ""), 'prices = "nominal"', "prices.deflator", "no deflator for 2024"),
        (SERIES, 'prices = "real"\nprice_year = 2010', "prices.deflator", "no deflator for 2010"),
        (SERIES.replace("105", "-105"), 'prices = "nominal"', "prices.deflator.2024", "an index above 0"),
        (SERIES.replace("2024 =", "then ="), 'prices = "nominal"', "prices.deflator.then", "a year, such as"),
        (
            SERIES.replace("2024 =", '"2024-26" ='),
            'prices = "nominal"',
            "prices.deflator.2024-26",
            "a year, such as",
        ),
        (
            SERIES.replace("2026 =", '"2025-26" ='),
            'prices = "nominal"',
            "prices.deflator.2025-26",
            "each year once",
        ),
        ('"gdp-deflator-2024-12"', 'prices = "nominal"', "prices.deflator", '"gdp-deflator-2025-12"'),
        ("5", 'prices = "nominal"', "prices.deflator", "a dated set by its name"),
        (SERIES, 'prices = "constant"', "clusters.north.costs.rent.prices", '"real"'),
        (SERIES, "price_year = 2020", "clusters.north.costs.rent.price_year", 'beside prices = "real"'),
        (
            SERIES,
            'prices = "nominal"\ninflation_above = 0.02',
            "clusters.north.costs.rent.inflation_above",
            "in money of the day",
        ),
        (SERIES, "inflation_above = 2", "clusters.north.costs.rent.inflation_above", "2% is 0.02"),
        (SERIES, 'prices = "real"\nprice_year = 20', "clusters.north.costs.rent.price_year", "1900"),
    ],
)
def test_what_is_wrong_with_prices_is_told_where_it_stands(tmp_path, deflator, said, key, words):
    problem, *others = problems_of(tmp_path, text(deflator, said)).problems
    assert others == []
    assert problem.key == key
    assert problem.line is not None
    assert words in f"{problem.found} {problem.accepted} {problem.hint}"


def test_a_line_in_prices_needs_the_section(tmp_path):
    (problem,) = problems_of(tmp_path, SMALL + LINE.format(said='prices = "real"')).problems
    assert problem.key == "clusters.north.costs.rent.prices"
    assert "[prices]" in problem.accepted


def test_a_key_of_prices_misspelt(tmp_path):
    wrong = text().replace("deflator = {", "deflators = {")
    assert any('did you mean "deflator"' in one.hint for one in problems_of(tmp_path, wrong).problems)


def test_what_settlements_pay_for_has_steady_prices(tmp_path):
    line = '\n[clusters.north.costs.fit_out]\ncategory = "one_off"\nactivity = "build"\namount = 1\n'
    for said, key in (('prices = "nominal"', "prices"), ("inflation_above = 0.01", "inflation_above")):
        wrong = SMALL + PRICES.format(deflator=SERIES) + line + said + "\n"
        (problem,) = problems_of(tmp_path, wrong).problems
        assert problem.key == f"clusters.north.costs.fit_out.{key}"
        assert "funded = false" in problem.accepted


def test_the_price_base_says_how_prices_go_on(tmp_path):
    programme = load_text(tmp_path, text(more="beyond = 0.025\n"))
    assert programme.price_base.endswith("converted by a deflator of one's own, 2.5% a year after 2026")


@pytest.mark.parametrize(("year", "taken"), [(1899, False), (1900, True), (2500, True), (2501, False)])
def test_years_of_prices_are_of_six_centuries(tmp_path, year, taken):
    """A deflator that does not reach so far is another mistake, told where it stands."""
    said = text(said=f'prices = "real"\nprice_year = {year}')
    keys = [problem.key for problem in problems_of(tmp_path, said).problems]
    assert ("prices.deflator" in keys) == taken
