"""Where a rep may fall without harm: deals and accounts marked as practice ground (S1.8)."""
