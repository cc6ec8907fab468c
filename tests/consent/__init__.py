"""A manager lets Kickstand read their direct messages: the way there, its tokens, its screens."""
