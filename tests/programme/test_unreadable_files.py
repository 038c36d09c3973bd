"""Files that are no programme at all, and files with many mistakes."""

import pytest

from engine.programme import ProgrammeError, load, scenario_names
from tests.programme.small_programme import SMALL, changed, problems_of


def refused(path) -> ProgrammeError:
    with pytest.raises(ProgrammeError) as caught:
        load(path)
    return caught.value


def test_a_missing_file_names_the_file_that_was_meant(tmp_path):
    (tmp_path / "programme.toml").write_text(SMALL)
    (problem,) = refused(tmp_path / "program.toml").problems
    assert problem.place.endswith("program.toml")
    assert problem.found == "no such file"
    assert problem.hint == 'did you mean "programme.toml"?'


def test_a_missing_folder(tmp_path):
    assert refused(tmp_path / "nowhere" / "programme.toml").problems[0].found == "no such file"


def test_a_folder_names_what_it_holds(tmp_path):
    (tmp_path / "programme.toml").write_text(SMALL)
    (problem,) = refused(tmp_path).problems
    assert (problem.found, problem.hint) == ("a directory", "it holds programme.toml")


def test_a_path_that_no_file_can_have():
    assert "null byte" in refused("programme\0.toml").problems[0].found


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ('title = "x"\nstart = 2022-04\n', 2, "start = 2022-04"),
        ('title = "x"\nstart = \n', 2, "a key without a value"),
        ("[a]\nb = 1\n[a]\n", 3, "the name a again"),
        ("a = 1\nb = 2\na = 3\n", 3, "the name a again"),
        ('title = "x', 1, "quotes are not closed"),
        ("a = 1" + "0" * 5000, None, "digits"),
        ("a = " + "[" * 5000, None, "too deep"),
        ('title = "a\u2028b\u0085c"\nstart = 2024-04 x\n', 2, "start = 2024-04 x"),
    ],
)
def test_what_is_not_toml(tmp_path, text, line, word):
    (problem,) = problems_of(tmp_path, text).problems
    assert problem.line == line
    assert word in str(problem)
    assert "TOML" in problem.accepted


def test_what_is_not_utf8(tmp_path):
    path = tmp_path / "programme.toml"
    path.write_bytes('title = "x"\nunit = "£m"\n'.encode("latin-1"))
    (problem,) = refused(path).problems
    assert problem.line == 2
    assert problem.found == "byte 0xa3 at offset 20, which is not UTF-8"


def test_a_byte_order_mark_and_carriage_returns_do_no_harm(tmp_path):
    path = tmp_path / "programme.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    plain = tmp_path / "plain.toml"
    plain.write_text(SMALL)
    assert load(path).content_hash == load(plain).content_hash


def test_scenario_names_of_a_file_that_is_no_toml(tmp_path):
    path = tmp_path / "programme.toml"
    path.write_text("[")
    with pytest.raises(ProgrammeError):
        scenario_names(path)


def test_an_empty_programme_lacks_all_that_is_needed(tmp_path):
    found = {problem.key for problem in problems_of(tmp_path, "").problems}
    assert found == {"title", "start", "horizon", "unit", "price_base", "discounting", "clusters"}


def test_every_mistake_is_told_at_once_and_in_the_order_of_the_file(tmp_path):
    text = changed(
        ("horizon = 60", 'horizon = "60"'),
        ("low = 10\nmode = 12", "low = 20\nmode = 12"),
        ('after = ["procure"]', 'after = ["procur"]'),
        ("earliest = 3", "erliest = 3"),
        ("probability = 0.2", "probability = 2"),
        ('targets = ["*.savings"]', 'targets = ["*.saving"]'),
        ("at_least = 50", "at_least = 50\nat_most = 60"),
        ('all_of = ["much", "cheap"]', 'all_of = ["mush", "cheap"]'),
    )
    error = problems_of(tmp_path, text)
    assert [problem.key for problem in error.problems] == [
        "horizon",
        "laws.slip",
        "clusters.north.activities.build.after.0",
        "clusters.north.activities.build.erliest",
        "risks.supplier.probability",
        "risks.supplier.effects.1.targets.0",
        "claims.much",
        "claims.both.all_of.0",
    ]
    lines = [problem.line for problem in error.problems]
    assert None not in lines
    assert lines == sorted(lines)
    assert str(error).startswith("8 problems\n")


@pytest.mark.parametrize(
    "change",
    [
        ('duration = { kind = "triangular", low = 4, mode = 6, high = 12 }', 'duration = "slop"'),
        (
            "[clusters.north.activities.procure]\nduration =",
            "[clusters.north.activities.procure]\nduratoin =",
        ),
        ("[totals.one_off]\nvalue = 90", '[totals.one_off]\nvalue = "90"'),
        ("south = 2", 'south = "2"'),
        ("[sources.audit]\ntitle =", "[sources.audit]\ntilte ="),
        ('kind = "pert"\nlow = 10', 'kind = "pret"\nlow = 10'),
        ('[clusters.south]\ngo_live = "wave"', "[clusters.south]\ngo_live = 3"),
        ("[counterfactual]\ncost", "[counterfactual]\ncosts"),
        ('[claims.much]\nstatement = "Much"', "[claims.much]\nstatement = 1"),
        ('class = "cash"', "class = 1"),
        ("annual = 10", "anual = 10"),
        ('until = "2025-04"', "until = 2025"),
    ],
)
def test_what_follows_from_a_mistake_is_not_told_as_another(tmp_path, change):
    assert len(problems_of(tmp_path, changed(change)).problems) == 1


@pytest.mark.parametrize("dots", [3_000, 20_000])
def test_a_key_of_so_many_dots_is_refused_with_its_line(tmp_path, dots):
    (problem,) = problems_of(tmp_path, 'title = "x"\n' + ".".join(["a"] * (dots + 1)) + " = 1\n").problems
    assert problem.line == 2
    assert f"{dots + 1} parts, too deep" in problem.found


def test_tables_within_tables_have_an_end(tmp_path):
    deep = "a = " + "{ b = " * 45 + "1" + " }" * 45
    (problem,) = problems_of(tmp_path, deep + "\n").problems
    assert "too deep to read" in problem.found


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("p.toml", b"%PDF-1.7 ...", "a PDF"),
        ("p.toml", b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
        ("p.xlsx", b"PK\x03\x04 broken", "zip archive or workbook"),
        ("p.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
        ("p.csv", b"project,cost\nA,1\n", "a table of text (CSV)"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(tmp_path, name, data, what):
    (tmp_path / name).write_bytes(data)
    (problem,) = refused(tmp_path / name).problems
    assert what in problem.found
    assert "outturn init" in problem.hint
