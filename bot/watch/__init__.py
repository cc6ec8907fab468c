"""Watching: a manager's direct messages with their reps, and help channels. Opt-in; reads no more than it must."""
