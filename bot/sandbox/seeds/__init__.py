"""What the demo's team has done before it begins: a few believable rows of each feature, through its own services."""
