"""The database: engine, base class and column types. Knows nothing of requests, teams or Slack."""
