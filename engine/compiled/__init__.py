"""The loops that play a plan. Numba and NumPy only; no objects, no exceptions, no allocation per iteration."""
