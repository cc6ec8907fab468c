"""Every word of growth plans, promises and regular news that a person reads. Values in, blocks out."""
