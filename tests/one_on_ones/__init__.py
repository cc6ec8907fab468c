"""1:1s: rules and words."""
