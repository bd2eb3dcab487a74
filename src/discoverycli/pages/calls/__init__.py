"""Shows what interviews hold, what a call needs, and what is found in them."""
