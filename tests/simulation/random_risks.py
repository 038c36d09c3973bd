"""Risks at random, as text: once or several times, with responses, hanging on each other in every way."""

from __future__ import annotations

from tests.simulation.chance import Chance, listed


def repeated_text(chance: Chance, k: int, activities: list[str], lines: list[str]) -> str:
    """A risk that may strike several times: every year on its own lines, or while an activity runs, or n times."""
    text = f"[risks.again_{k}]\nprobability = {chance.quantity(0.05, 0.32)}\n"
    how = chance.one_of(("every_year", "during", "times"))
    window = chance.one_of(("", 'exposed_from = "2022-10"\n', 'exposed_until = "2024-02"\n'))
    times = f"times = {chance.whole(2, 3)}\n" if how == "times" or chance.holds(0.3) else ""
    if how == "every_year" and lines:
        hits = f"factor = {chance.quantity(0.3, 1.6)}\ntargets = {listed(chance.some_of(lines))}\n"
        return f"{text}every_year = true\n{window}{times}{hits}"
    hits = f"delay = {chance.quantity(-3, 3)}\ncost = {chance.quantity(0, 4)}\n"
    hits += f"targets = {listed(chance.some_of(activities))}\n"
    during = f'during = "{chance.one_of(activities)}"\n'
    if how == "times":
        return f"{text}times = 2\n{hits}"
    every = chance.one_of(("", "every_year = true\n"))
    return f"{text}{every}{window}{times}{during}{hits}"


def chained_text(chance: Chance, activities: list[str]) -> str:
    """Risks that may strike several times, or once, and hang on each other in every way."""
    said = {
        "storm": "",
        "closure": chance.one_of(('needs = ["storm"]\n', 'prevented_by = ["storm"]\n', "")),
        "inquiry": "",
        "blame": 'needs = ["closure", "storm"]\n',
        "strike_a": 'exclusive = "union"\n',
        "strike_b": 'exclusive = "union"\n' + chance.one_of(("", 'needs = ["storm"]\n')),
    }
    if chance.holds(0.6):
        said["storm"] = 'implies = ["inquiry"]\n'
    text = ""
    for name, words in said.items():
        most = 0.005 if "exclusive" in words else 0.3
        during = f'during = "{chance.one_of(activities)}"\n'
        every = f"every_year = true\n{during}"
        how = chance.one_of(("", "times = 2\n", every, f"{every}times = 2\n"))
        text += f"[risks.{name}]\nprobability = {chance.quantity(most / 5, most)}\n{words}{how}"
        text += f"delay = {chance.quantity(0, 3)}\ntargets = {listed(chance.some_of(activities))}\n"
    return text


def risks_text(chance: Chance, activities: list[str], lines: list[str], free_lines: list[str]) -> str:
    """Risks that hang on those before them, in the order of the file or against it."""
    names = [f"risk_{k}" for k in range(chance.whole(0, 6))]
    said: dict[str, str] = {}
    free = set()  # hang on no other, and so may be implied
    exclusive = [names[k] for k in (1, 3, 4) if k < len(names)] if chance.holds(0.6) else []
    for k, name in enumerate(names):
        links = [*(["needs", "prevented_by"] if k else []), "", ""]
        link, words = chance.one_of(links), ""
        if name in exclusive and len(exclusive) > 1:
            words += 'exclusive = "supplier"\n'
        if link:
            words += f"{link} = {listed(chance.some_of(names[:k]))}\n"
        if not words:
            free.add(name)
        said[name] = words
    for k, name in enumerate(names):
        later = [other for other in names[k + 1 :] if other in free]
        if later and chance.holds(0.4):
            said[name] += f"implies = {listed(chance.some_of(later))}\n"
    text = "".join(repeated_text(chance, k, activities, free_lines) for k in range(chance.whole(0, 2)))
    text += chained_text(chance, activities) if chance.holds(0.4) else ""
    for name in reversed(names) if chance.holds(0.5) else names:
        during = f'during = "{chance.one_of(activities)}"\n' if chance.holds(0.15) else ""
        text += f"[risks.{name}]\nprobability = {chance.quantity(0.05, 0.32)}\n{said[name]}{during}"
        responses = response_text(chance, name, activities) if chance.holds(0.35) else ""
        for _ in range(chance.whole(1, 3)):
            kind, most, targets = chance.one_of(
                (
                    ("delay", 9, activities),
                    ("delay", -9, activities),
                    ("cost", 15, activities),
                    ("factor", 1.5, activities + lines),
                )
            )
            text += f"[[risks.{name}.effects]]\n{kind} = {chance.quantity(*sorted((0.2, most)))}\n"
            text += f"targets = {listed(chance.some_of(targets))}\n"
        text += responses
    alone = [name for name in names if name not in exclusive or len(exclusive) < 2]
    if len(alone) > 1 and chance.holds(0.4):
        tied = listed([f"risks.{name}" for name in alone])
        text += (
            f'[[correlation]]\nname = "together"\ninputs = {tied}\nrank = {chance.one_of((0.2, 0.5, 0.9))}\n'
        )
    return text


def response_text(chance: Chance, name: str, activities: list[str]) -> str:
    """A response, mostly taken, that leaves a probability, effects or both, and is paid over work or in a month."""
    paid = chance.one_of((f'activity = "{chance.one_of(activities)}"', 'paid = "2031-05"'))
    text = f"[risks.{name}.response]\ncost = {chance.quantity(0.5, 4)}\n{paid}\n"
    text += f"taken = {'true' if chance.holds(0.7) else 'false'}\n"
    remains = chance.whole(0, 2)
    if remains != 1:
        text += f"probability = {chance.quantity(0.01, 0.2)}\n"
    if remains != 0:
        text += f"[[risks.{name}.response.effects]]\ndelay = {chance.quantity(0.1, 2)}\n"
        text += f"targets = {listed(chance.some_of(activities))}\n"
    return text
