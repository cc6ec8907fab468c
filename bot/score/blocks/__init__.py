"""What the score says to people. Values in, Block Kit out."""
