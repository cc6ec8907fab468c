"""Who may decide what: rules, numbers, words."""
