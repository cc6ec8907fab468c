"""Every word a person reads about a request. Values in, Block Kit dicts out; no session, no Slack, no clock."""
