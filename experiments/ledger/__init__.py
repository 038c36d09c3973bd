"""What will time settle soon, and what does the programme say to it before?

A verdict on fifteen years cannot be marked for fifteen years. Much that the same iterations hold can be, sooner:

- how many of the five clusters are live, and when each goes live;
- what has been spent by then;
- when the three contracts are let that were not let in May 2023;
- how many departments have joined, and what keeping the old systems alive has cost.

`questions.py` asks them, with what is to count as the answer; `editions.py` freezes what the programme says to each:
P10, P50 and P90, and the chance that the interval holds. An edition is a file that is never changed again. Its SHA-256
stands in `frozen/SHA256SUMS` (`sha256sum -c SHA256SUMS`) and in the next edition: none is altered or dropped unseen.

    python -m experiments.ledger                     the predictions, and whether the last edition still says the same
    python -m experiments.ledger chart.png           the same, and their chart
    python -m experiments.ledger --freeze "reason"   a new edition
    python -m experiments.ledger --results FOLDER    what `outturn score FOLDER OUTCOMES` needs

An outcome is told in the units of its question; dates are months from the programme's start, as the ledger shows them.
"""

from experiments.ledger.editions import check as check
from experiments.ledger.editions import measure as measure
from experiments.ledger.pictures import chart as chart
from experiments.ledger.pictures import heading as heading
