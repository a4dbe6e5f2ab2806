"""Many plans: features, their figures, what a site tells other sites."""
