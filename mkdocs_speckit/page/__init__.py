"""A rendered page's element tree: finding a plan's parts in it, and putting pieces there."""
