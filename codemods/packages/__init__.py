"""Rules for other distributions, bound to the version that is pinned."""
