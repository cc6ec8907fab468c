"""The manager's look back at a month: four questions, beside what the data says. Nobody else sees the answers."""
