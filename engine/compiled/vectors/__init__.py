"""Eight iterations as one number: what Numba has to be taught for it.

To mypy `Lanes` and `Rows` are `Any`: types are strict in the shell and mere names in the kernels, where Numba
checks them as it compiles. These files lean on Numba's inside (types, casts, lowering, linking, caching), which any
release of it may change: `pyproject.toml` bounds Numba and llvmlite by the oldest and the newest that all tests of
compiled code have passed with.
"""
