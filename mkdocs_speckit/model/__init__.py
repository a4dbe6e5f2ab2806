"""What a plan is: its parts, their places, and the figures that follow from them."""
