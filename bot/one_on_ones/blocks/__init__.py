"""Words of 1:1s. Values in, blocks out."""
