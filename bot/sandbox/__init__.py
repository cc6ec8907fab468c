"""A Slack small enough to read, for tests and the demonstration. It knows the protocol and nothing of the bot."""
