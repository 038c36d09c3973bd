"""The keys `copula` and `degrees` of a correlation group, as the folder of copulas has them when a file is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, GetJsonSchemaHandler, GetPydanticSchema
from pydantic_core import CoreSchema, PydanticKnownError

from engine.dependence.registry import copula_classes, names, those_with_degrees
from engine.problems import listed


def _known(name: object) -> object:
    if name not in names():
        raise PydanticKnownError("literal_error", {"expected": listed([f"'{known}'" for known in names()])})
    return name


def _possible(degrees: float) -> float:
    """Whether any copula has such degrees; whether the one that is named has them, its group's reader tells."""
    if degrees <= _least_degrees():
        raise PydanticKnownError("greater_than", {"gt": float(_least_degrees())})
    return degrees


def _least_degrees() -> float:
    return min(kind.degrees_above for kind in copula_classes().values() if kind.degrees_above is not None)


def _says(keys: Callable[[], dict[str, Any]]) -> GetPydanticSchema:
    """More keys for the JSON Schema, worked out when it is asked for."""

    def schema(core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(core), **keys()}

    return GetPydanticSchema(get_pydantic_json_schema=schema)


def _names_and_remarks() -> dict[str, Any]:
    remarks = [f"{name}: {kind.remark}" for name, kind in copula_classes().items() if kind.remark]
    meaning = "what joins the inputs beside their correlations, which says how extremes go together"
    return {"enum": list(names()), "description": "; ".join([meaning, *remarks])}


def _bound_and_owners() -> dict[str, Any]:
    description = f"degrees of freedom of the copula {listed(those_with_degrees())}"
    return {"exclusiveMinimum": _least_degrees(), "description": description}


CopulaName = Annotated[str, BeforeValidator(_known), _says(_names_and_remarks)]
Degrees = Annotated[float, AfterValidator(_possible), _says(_bound_and_owners)]
