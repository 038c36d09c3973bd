"""How a predecessor is written: a name, or a table that says how the one activity is tied to the other."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from pydantic import WithJsonSchema

from engine.programme.activity import LinkKind

LINK_KINDS: tuple[str, ...] = get_args(LinkKind)
LINK_KEYS = {
    "activity": {
        "type": "string",
        "description": "the predecessor: an activity of this cluster, or cluster.activity of another",
    },
    "lag": {
        "replace": "quantity",
        "description": "time between the two ends that are tied; below 0 a lead [months]",
        "default": 0,
    },
    "link": {
        "enum": list(LINK_KINDS),
        "description": "which end of the predecessor it counts from, and which own end waits for it",
        "default": "finish-to-start",
    },
}

# Read by `engine.programme.reading.links`: of a choice of types pydantic tells a fault once for each of them.
WrittenLink = Annotated[
    Any,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": LINK_KEYS,
                    "required": ["activity"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
