"""How fast, said honestly: ratios in one run, against what a user would pick instead."""
