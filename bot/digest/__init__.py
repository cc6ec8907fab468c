"""The lead's Monday digest: teams of five and more, aggregates only. Never a rep, never a ranking of managers."""
