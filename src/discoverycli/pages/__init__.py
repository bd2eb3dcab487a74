"""Shows what an analysis found, as a page that every renderer can print."""
