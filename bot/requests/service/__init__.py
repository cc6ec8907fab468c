"""Use cases of a request: (session, ..., now). They never commit and never call Slack."""
