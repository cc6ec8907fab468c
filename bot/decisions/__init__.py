"""Who may decide what: agreed before anybody asks (S2.5, S2.6). Never judges how a decision was made."""
