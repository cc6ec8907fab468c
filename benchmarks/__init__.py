"""How fast it is, as ratios to floors measured in the same run. Measures only; nothing in `bot` knows of it."""
