"""What to do next at each stage, so that the manager need not be the process (S2.7). Knows nothing of people."""
