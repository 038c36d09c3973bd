"""W1 as an expert of each library would write it: `play(iterations, seed)` gives the sums."""
