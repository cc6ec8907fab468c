"""How far somebody may go alone, topic by topic: guided, supported, independent. Never a verdict on a person."""
