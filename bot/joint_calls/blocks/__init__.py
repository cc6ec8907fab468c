"""Every word about a call together that a person reads. Values in, words out."""
