"""The demonstration: a small team's journal, with dates that end today."""
