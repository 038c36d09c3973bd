"""Which activities drive a go-live: from the go-lives back to whatever each start and finish waited for."""

from __future__ import annotations

from engine.compiled.instant import INSTANT
from engine.compiled.plan import Path, Schedule
from engine.compiled.vectors.lanes import everywhere, where
from engine.compiled.vectors.loop import inner_loop
from engine.compiled.vectors.rows import Rows


@inner_loop
def mark_critical(path: Path, schedule: Schedule, sheet: Rows) -> None:
    """Write 1 beside each start and finish that drives a cluster's go-live, else 0: `path.apart` rows further on.

    A tie drives where it ends within an instant of what it holds back; what waits for money or for an opening is
    driven by neither.
    """
    for a in range(schedule.start.size):
        sheet[schedule.start[a] + path.apart] = everywhere(0.0)
        sheet[schedule.finish[a] + path.apart] = everywhere(0.0)
    for k in range(path.ends.size):
        sheet[path.ends[k] + path.apart] = everywhere(1.0)
    for back in range(schedule.start.size):
        a = schedule.start.size - 1 - back
        start, finish = sheet[schedule.start[a]], sheet[schedule.finish[a]]
        drives = sheet[schedule.finish[a] + path.apart]
        starts = max(sheet[schedule.start[a] + path.apart], drives)
        sheet[schedule.start[a] + path.apart] = starts
        for k in range(schedule.after.start[a], schedule.after.start[a + 1]):
            row = schedule.after.rows[k]
            driven = where(sheet[row] >= start - INSTANT, starts, 0.0)
            sheet[row + path.apart] = max(sheet[row + path.apart], driven)
        for k in range(schedule.ties.start[a], schedule.ties.start[a + 1]):
            row = schedule.ties.rows[k]
            month = sheet[row] + sheet[schedule.lags[k]]
            if schedule.to_finish[k]:
                driven = where(month >= finish - INSTANT, drives, 0.0)
            else:
                driven = where(month >= start - INSTANT, starts, 0.0)
            sheet[row + path.apart] = max(sheet[row + path.apart], driven)
