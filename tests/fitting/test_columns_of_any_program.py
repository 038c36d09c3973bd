"""A column is read rightly and said how, or refused with the line; never read wrongly without a word."""

from __future__ import annotations

import gzip
import io
import zipfile

import numpy as np
import pytest

from engine.fitting.column import read_column
from engine.fitting.sample import FitError

COSTS = [1.2, 2.7, 3.1, 0.9, 4.8, 2.2]
THOUSANDS = [1250, 2700, 3100, 950, 4800, 2200, 1100]
PLAIN = "project,cost\n" + "".join(f"{name},{x}\n" for name, x in zip("ABCDEF", COSTS, strict=True))
COMMAS = PLAIN.replace(",", ";").replace(".", ",")


def grouped(mark: str) -> list[str]:
    return [f"{x:,}".replace(",", mark) for x in THOUSANDS]


def quoted(cells: list[str], separator: str = ",") -> str:
    return f"project{separator}cost\n" + "".join(f'A{separator}"{cell}"\n' for cell in cells)


READ = [
    ("plain", PLAIN, COSTS, ""),
    ("semicolons and decimal commas", COMMAS, COSTS, '";" between columns and decimal commas'),
    ("semicolons and points", PLAIN.replace(",", ";"), COSTS, '";" between columns'),
    ("tabs", PLAIN.replace(",", "\t"), COSTS, "tabs between columns"),
    ("bars", PLAIN.replace(",", "|"), COSTS, '"|" between columns'),
    ("sep=", "sep=;\n" + COMMAS, COSTS, '";" between columns and decimal commas'),
    ("quoted sep=", '"sep=;"\r\n' + COMMAS, COSTS, "decimal commas"),
    ("sep= of a tab", "SEP=\t\n" + PLAIN.replace(",", "\t"), COSTS, "tabs"),
    ("quoted decimal commas", quoted([f"{x}".replace(".", ",") for x in COSTS]), COSTS, "decimal commas"),
    ("a space before quotes", PLAIN.replace(",", ", "), COSTS, ""),
    ("commas after the last column", PLAIN.replace("\n", ",\n"), COSTS, ""),
    ("carriage returns", PLAIN.replace("\n", "\r"), COSTS, ""),
    ("both", PLAIN.replace("\n", "\r\n"), COSTS, ""),
    ("mixed ends", PLAIN.replace("\n", "\r\n", 2).replace("C,3.1\n", "C,3.1\r"), COSTS, ""),
    ("doubled ends", PLAIN.replace("\n", "\r\r\n"), COSTS, ""),
    ("a byte order mark", PLAIN.encode("utf-8-sig"), COSTS, ""),
    ("UTF-16", PLAIN.replace(",", "\t").encode("utf-16"), COSTS, "UTF-16 as its encoding and tabs"),
    ("UTF-16 without mark", PLAIN.encode("utf-16-le"), COSTS, "UTF-16 as its encoding, which it does not say"),
    ("big-endian", PLAIN.encode("utf-16-be"), COSTS, "UTF-16"),
    ("Windows-1252", PLAIN.replace("B", "Bé").encode("cp1252"), COSTS, "Windows-1252 as its encoding (byte 0xe9"),
    ("a title", "Costs of 2024\n\n" + PLAIN, COSTS, "line 3 as the heading"),
    ("titles with commas", 'Costs,\n"in £m, nominal",\n' + PLAIN, COSTS, "line 3 as the heading"),
    ("blank lines", "\n\n" + PLAIN, COSTS, ""),
    ("a title over one column", "Costs\ncost\n" + "".join(f"{x}\n" for x in COSTS), COSTS, "line 2 as the heading"),
    ("a line break in the heading", PLAIN.replace("cost", '"cost"'), COSTS, ""),
    ("a thousands comma", quoted(grouped(",")), THOUSANDS, '"," as thousands mark ("1,250" on line 2 is 1250)'),
    ("a thousands space", quoted(grouped(" ")), THOUSANDS, '" " as thousands mark'),
    ("no-break spaces", quoted(grouped("\u00a0")), THOUSANDS, "as thousands mark"),
    ("narrow no-break spaces", quoted(grouped("\u202f"), ";"), THOUSANDS, "as thousands mark"),
    ("apostrophes", quoted(grouped("'")), THOUSANDS, "\"'\" as thousands mark"),
    ("typographic apostrophes", quoted(grouped("’")), THOUSANDS, "as thousands mark"),
    ("points and a decimal comma", quoted([*grouped(".")[:-1], "1.100,0"], ";"), THOUSANDS, '"." as thousands mark'),
    ("millions", quoted(["1.250.000", "2.700.000", "950"], ";"), [1_250_000, 2_700_000, 950], "as thousands mark"),
    ("lakhs", quoted(["12,50,000", "950", "2,700.5"]), [1_250_000, 950, 2700.5], "as thousands mark"),
    ("money", "p,cost\nA,£1.2m\nB,£2.7m\nC,£0\n", [1.2, 2.7, 0], 'values in £m ("£1.2m" on line 2 is 1.2)'),
    ("money in letters", "p;cost\nA;1.250,50 EUR\nB;2.700,00 EUR\n", [1250.5, 2700], "values in EUR"),
    ("months", "p,cost\nA,1 month\nB,36 months\n", [1, 36], "values in months"),
    ("brackets", "p,cost\nA,(1.2)\nB,3\n", [-1.2, 3], 'brackets as minus ("(1.2)" on line 2 is -1.2)'),
    ("a true minus", "p,cost\nA,−1.2\nB,3\n", [-1.2, 3], '"−" as minus'),
    ("money in brackets", 'p,cost\nA,"($1,250.00)"\nB,$3.50\n', [-1250, 3.5], "values in $"),
    ("exponents", "p,cost\nA,1.25E+03\nB,3e-2\n", [1250, 0.03], ""),
    ("thousandths beside decimals", "p,cost\nA,1.250\nB,0.5\n", [1.25, 0.5], "decimal points"),
    ("the file tells", "x;cost\n0,5;1,250\n0,7;2,700\n", [1.25, 2.7], "decimal commas"),
    ("a total", PLAIN + "Total,14.9\n", [*COSTS, 14.9], "line 8 among the values, though it says \"Total\""),
    ("lists in a column", "tags,cost\na;b,1\nc,2\n", [1, 2], ""),
    ("lists, and sep=", "sep=,\ntags,cost\na;b,1\nc;d,2\n", [1, 2], ""),
    ("shorter rows", "cost,note\n1.2\n2.7,x\n", [1.2, 2.7], "empty cells where 1 row end before"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values", "note"), [one[1:] for one in READ], ids=[one[0] for one in READ])
def test_read_rightly_and_said(text, values, note, tmp_path):
    path = tmp_path / "costs.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = read_column(path, "cost")
    np.testing.assert_array_equal(found.values, values)
    assert note in " and ".join(found.notes)
    assert bool(note) == bool(found.notes)


def zipped(name: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(name, "")
    return data.getvalue()


REFUSED = [
    ("decimal commas in a column", "cost\n1,5\n2,7\n", ["csv:2", "line 2 has 2 cells", "has 1", "decimal comma"]),
    ("thousands", "project,cost\nA,1,250\nB,950\n", ["csv:2", "3 cells", "thousands mark", "double quotes"]),
    ("decimals under no heading", "project,cost,\nA,1,5\nB,2,7\n", ["csv:2", "3 cells", "decimal comma"]),
    ("digits under no heading", "cost,,note\n1,5,x\n2,7,y\n", ["csv:2", '"5" right of column cost', "decimal comma"]),
    ("two of a name", "project,cost, cost\nA,1.2,10\n", ['"cost" stands 2 times, as columns 2 and 3']),
    ("doubtful commas", "p;cost\nA;1,250\nB;2,700\n", ['"1,250" on line 2 is 1250 with', "--decimal point"]),
    ("doubtful points", "p;cost\nA;1.250\nB;2.700\n", ["is 1.25 with", "1250 with", "--decimal comma"]),
    ("doubtful points by tabs", "p\tcost\nA\t1.250\nB\t2.700\n", ["is 1.25 with", "1250 with"]),
    ("whole numbers beside points", "p,cost\nA,1.250\nB,950\n", ["is 1.25 with", "1250 with"]),
    ("doubtful in a lone column", "cost\n1.250\n2.700\n", ["is 1.25 with", "1250 with"]),
    ("rows of another separator", "p,cost\nA;1,2\nB;2,7\n", ['";" in every row', "sep=,"]),
    ("both marks", 'p,cost\nA,1.2\nB,"2,7"\n', ['"1.2" on line 2', '"2,7" on line 3', "one decimal mark"]),
    ("per cent", "p,cost\nA,12%\nB,15%\n", ["2 of 2", "per cent sign", "parts of 1"]),
    ("units mixed", "p,cost\nA,£1.2m\nB,£3m\nC,£900k\n", ["1 of 3", 'line 4: "£900k"', "another unit"]),
    ("money and none", "p,cost\nA,£1.2m\nB,£3m\nC,900\n", ['line 4: "900"', "another unit"]),
    ("missing", "p,cost\nA,1\nB,NA\nC,\n", ['line 3: "NA", line 4: ""', "--drop-missing", "cost!="]),
    ("errors", "p,cost\nA,1\nB,#DIV/0!\n", ["error of a formula", "--where 'cost!=#DIV/0!'"]),
    ("dates", "p,cost\nA,2024-01-31\nB,31/01/2024\n", ["is a date"]),
    ("endless", "p,cost\nA,inf\nB,1\n", ["no finite number"]),
    ("too great", "p,cost\nA,1e999\nB,1\n", ["no finite number"]),
    ("an underscore", "p,cost\nA,1_000\nB,1\n", ['"1_000"', "is no number by itself"]),
    ("codes", "p,cost\nA,X12\nB,X13\n", ["2 of 2", "is no number by itself"]),
    ("a range", "p,cost\nA,1-2\nB,1\n", ['"1-2"', "one plain number"]),
    ("a minus behind", "p,cost\nA,1.5-\nB,1\n", ['"1.5-"', "a minus before it"]),
    ("a note", "p,cost\nA,5*\nB,1\n", ['"5*"', "one plain number"]),
    ("words", "p,cost\nA,much\nB,1\n", ['"much"', "is no number", "--where 'cost!=much'"]),
    ("a NUL", b"p,cost\nA,1\nB,\x002\n", ["csv:3", "NUL"]),
    ("no encoding", b"p,cost\nA\x81\xe9,1\n", ["neither UTF-8 nor Windows-1252"]),
    ("UTF-16 cut short", "p,cost\nA,1\n".encode("utf-16")[:-1], ["no UTF-16"]),
    ("two separators", "cost,a|cost|b\n1,2|3|4\n", ['may be separated by "," or "|"', "sep=,"]),
    ("an open quote", 'p,cost\nA,"1\nB,2\n', ["csv:2", "quotation mark"]),
    ("xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ["(.xls)", "CSV UTF-8"]),
    ("ods", zipped("content.xml"), ["(.ods)", "CSV UTF-8"]),
    ("zip", zipped("costs.csv"), ["a zip archive", "unpack"]),
    ("cut workbook", zipped("xl/workbook.xml")[:40], ["damaged"]),
    ("empty workbook", zipped("xl/workbook.xml"), ["a workbook that cannot be read"]),
    ("gzip", gzip.compress(PLAIN.encode()), ["gzip", "unpack"]),
    ("parquet", b"PAR1" + bytes(50), ["Parquet"]),
    ("pdf", b"%PDF-1.7\n", ["a PDF"]),
    ("html", b"\n<html><table>", ["a web page"]),
    ("blank", "\n \n", ["the file is empty"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED])
def test_refused_with_the_reason(text, words, tmp_path):
    path = tmp_path / "costs.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(FitError) as caught:
        read_column(path, "cost")
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(("decimal", "values"), [("point", [1250, 2700]), ("comma", [1.25, 2.7])])
def test_what_is_in_doubt_can_be_said(decimal, values, tmp_path):
    path = tmp_path / "costs.csv"
    path.write_text("p;cost\nA;1,250\nB;2,700\n", encoding="utf-8")
    np.testing.assert_array_equal(read_column(path, "cost", decimal=decimal).values, values)


def test_another_column_of_that_name_is_no_matter(tmp_path):
    path = tmp_path / "costs.csv"
    path.write_text("a,a,cost\n1,2,3\n1,2,4\n", encoding="utf-8")
    np.testing.assert_array_equal(read_column(path, "cost").values, [3, 4])
    for options in ({"where": ["a=1"]}, {"censored": "a"}):
        with pytest.raises(FitError, match='"a" stands 2 times'):
            read_column(path, "cost", **options)
