"""Pages of a built site, as their readers get them, and what is wrong with them."""
