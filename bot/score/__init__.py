"""The weekly score: how a team asks and how its manager answers. Never ranks people, never counts volume."""
