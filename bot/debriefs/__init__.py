"""After a "no": four questions, the rep first (S1.5). Lessons, never a verdict."""
