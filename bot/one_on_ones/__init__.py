"""1:1s: how often, what is on the agenda, whether they were held (S2.8 to S2.10). Never what was said in them."""
