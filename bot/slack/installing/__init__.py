"""Workspaces, how they let the app in, and the tokens that speak for them. Knows no feature."""
