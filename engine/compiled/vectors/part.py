"""Functions that are only ever parts of others: made machine code of once, with what they are a part of.

Numba makes machine code of every function by itself as well, which nobody calls, and optimises it anew within each of
its callers: a third of the time that the flagship's loops took to compile.
"""

from __future__ import annotations

from typing import Any

from numba._dynfunc import make_function
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering


class _Part(JITCodeLibrary):
    """A function with its own parts, as it is linked into others."""

    def finalize(self) -> None:
        """Take the parts in; to be optimised is for the whole."""
        for library in dict.fromkeys(self._linking_libraries):
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._finalized = True


@register_pass(mutates_CFG=True, analysis_only=False)
class _LowerPart(NativeLowering):
    _name = "lower_part"

    def run_pass(self, state: Any) -> bool:
        context = state.targetctx
        state.library = library = _Part(context.codegen(), state.func_id.func_qualname)
        state.flags.no_compile = True
        super().run_pass(state)
        lowered = state["cr"]
        # what callers find it by, and Python could not call
        entry = make_function(
            lowered.fndesc.lookup_module(), lowered.fndesc.qualname, "", 0, lowered.env, (library,)
        )
        context.insert_user_function(entry, lowered.fndesc, [library])
        state["cr"] = lowered._replace(cfunc=entry)
        return True


class PartCompiler(CompilerBase):
    """The usual way, up to where machine code would be made."""

    def define_pipelines(self) -> list[Any]:
        """One pipeline."""
        found = DefaultPassBuilder.define_nopython_pipeline(self.state)
        found.passes = [(_LowerPart if one is NativeLowering else one, told) for one, told in found.passes]
        found.finalize()
        return [found]
