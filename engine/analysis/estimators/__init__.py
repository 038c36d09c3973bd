"""Arithmetic of samples: NumPy and SciPy alone, arrays `(..., iteration)` in, a new dimension last."""
