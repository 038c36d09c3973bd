"""Results on a disk that is full or goes bad: told, never the end of the process, never read as if they were whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import xarray as xr

from engine.reporting.netcdf import Unfailing, write_netcdf


class Small:
    """A file on a disk that is full after so many bytes."""

    def __init__(self, path: Path, room: int) -> None:
        self.file, self.room = path.open("x+b", buffering=0), room

    def write(self, data: memoryview) -> int:
        if self.file.tell() + len(data) > self.room:
            raise OSError(28, "No space left on device")
        return self.file.write(data)

    def __getattr__(self, name):
        return getattr(self.file, name)


def test_what_is_written_is_read_again(synthetic, tmp_path):
    results = synthetic(200)
    write_netcdf(results, tmp_path / "results.nc")
    with xr.open_dataset(tmp_path / "results.nc", engine="h5netcdf") as found:
        assert found.identical(results)


@pytest.mark.parametrize("share", [0, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99])
def test_a_disk_that_is_full_at_any_point_is_told_and_the_process_lives_on(
    synthetic, tmp_path, monkeypatch, share
):
    results = synthetic(2000)
    write_netcdf(results, tmp_path / "whole.nc")
    room = int(share * (tmp_path / "whole.nc").stat().st_size)
    made = []

    def opened(file):
        file.close()
        os.unlink(tmp_path / "full.nc")
        made.append(Small(tmp_path / "full.nc", room))
        return Unfailing(made[0])

    with monkeypatch.context() as patch:
        patch.setattr("engine.reporting.netcdf.Unfailing", opened)
        with pytest.raises(OSError, match="No space left"):
            write_netcdf(results, tmp_path / "full.nc")
    made[0].file.close()
    write_netcdf(results, tmp_path / "after.nc")
    assert (tmp_path / "after.nc").read_bytes() == (tmp_path / "whole.nc").read_bytes()


def test_what_the_disk_does_not_take_can_still_be_read(tmp_path):
    with open(tmp_path / "file", "w+b", buffering=0) as file:
        unfailing = Unfailing(file)
        unfailing.write(b"12345678")
        unfailing.failure = OSError(28, "No space left on device")
        unfailing.seek(4)
        unfailing.write(b"abcdefgh")
        unfailing.seek(2)
        assert unfailing.read(20) == b"34abcdefgh"
        assert file.seek(0, os.SEEK_END) == 8


def test_a_flipped_bit_is_noticed_by_whoever_reads_it(synthetic, tmp_path):
    results = synthetic(2000)
    path = tmp_path / "results.nc"
    write_netcdf(results, path)
    data = path.read_bytes()
    place = data.index(results["npv"].values[1000:1004].tobytes())
    path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    with xr.open_dataset(path, engine="h5netcdf") as found:
        assert found["total_cost"].equals(results["total_cost"])
        with pytest.raises(OSError, match="read data"):
            found["npv"].load()
