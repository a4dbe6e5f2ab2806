"""What changed, and what would: two states of plans, their history, other estimates."""
