"""Does it work? Replays what was recorded under other settings, and compares waits that were drawn. Sends nothing."""
