"""Two states of a site's plans, and what changed between them."""
