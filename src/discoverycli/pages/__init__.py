"""Turns what an analysis found into a page that every renderer can print."""
