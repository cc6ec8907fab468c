"""Slack tells of messages that managers let Kickstand read, and of what people click about them."""
