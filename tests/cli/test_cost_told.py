"""What a study is said to cost before it plays long."""

from engine.cli.studied import PILOT, say_cost


class Clock:
    """Time that passes by what is played: what is loaded once, what a run takes, what an iteration takes."""

    def __init__(self, once, run, iteration):
        self.now, self.once, self.run, self.iteration = 0.0, once, run, iteration

    def __call__(self):
        return self.now

    def play(self, iterations):
        self.now += self.once + self.run + iterations * self.iteration
        self.once = 0.0


def told(monkeypatch, capsys, clock, runs, plays, quiet=False):
    monkeypatch.setattr("engine.cli.studied.time.perf_counter", clock)
    say_cost(runs, plays, clock.play, quiet)
    return capsys.readouterr().err


def test_what_is_loaded_once_is_not_counted_with_every_run(monkeypatch, capsys):
    clock = Clock(once=2.0, run=0.01, iteration=1e-6)
    assert "255 runs, 5,100,000 iterations in all: about 8 s" in told(
        monkeypatch, capsys, clock, 255, 5_100_000
    )


def test_what_is_short_is_not_told(monkeypatch, capsys):
    assert told(monkeypatch, capsys, Clock(2.0, 0.001, 1e-6), 10, 10 * PILOT) == ""
    assert told(monkeypatch, capsys, Clock(2.0, 1.0, 1e-3), 255, 10**7, quiet=True) == ""
