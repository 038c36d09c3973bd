"""Files that are, or unpack to, more than memory should be asked to hold: refused before they are read."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from engine import ProgrammeError
from engine.programme import load
from engine.programme.reading import loading
from engine.table_files import read_table as reading
from engine.table_files.read_table import read_table
from engine.table_files.table import TableError
from tests.table_files.workbooks import workbook


def test_a_packed_workbook_is_known_by_what_it_unpacks_to(tmp_path):
    file = tmp_path / "bomb.xlsx"
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/workbook.xml", "w") as part:
            for _ in range(300):
                part.write(bytes(1 << 20))
    assert file.stat().st_size < 1 << 20
    with pytest.raises(TableError, match="a workbook of 300 MB once unpacked"):
        read_table(file, lambda cells: True)


def test_an_endless_table_and_an_endless_programme(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 2 << 20)
    monkeypatch.setattr(loading, "MOST_BYTES", 2 << 20)
    file = tmp_path / "great.toml"
    file.write_bytes(b"#" * ((2 << 20) + 1))
    for path in (file, "/dev/zero"):
        with pytest.raises(TableError, match="more than 2 MB"):
            read_table(path, lambda cells: True)
        with pytest.raises(ProgrammeError, match="more than 2 MB"):
            load(path)


@pytest.mark.parametrize("place", ["XFD1048576", "ZZZZZZ99999999", "A99999999"])
def test_a_cell_far_from_all_others_takes_no_room_for_those_between(tmp_path, place):
    file = tmp_path / "far.xlsx"
    plain = workbook({"S": [["x"], [1.0], [2.0]]})
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    far = f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData>'
    with ZipFile(io.BytesIO(plain)) as whole, ZipFile(file, "w") as archive:
        for name in whole.namelist():
            text = whole.read(name).decode()
            archive.writestr(name, text.replace("</sheetData>", far) if "sheet1.xml" in name else text)
    with pytest.raises(TableError, match=f"cells up to row {int(row):,} and column .*\n.*10,000,000 cells"):
        read_table(file, lambda cells: True)
