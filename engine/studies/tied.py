"""What ties an input's law to others: beliefs, which are drawn once for all that name them."""

from __future__ import annotations

from distributions import Law, shared_in


def tie_to_beliefs(name: str, law: Law) -> str:
    """Why a part of the law of an input cannot be taken by itself, and what to ask instead; "" where it can.

    A law under a condition is one of its own: it would no longer move with the belief, nor with what else hangs on it.
    """
    beliefs = list(dict.fromkeys(shared.name for shared in shared_in(law)))
    if not beliefs:
        return ""
    told = " and ".join(beliefs)
    return (
        f"{name} hangs on {told}, a belief that others may hang on too, and a part of its law alone would no longer "
        f"move with it: ask about {told}, or hold {name} at one value"
    )
