"""The checks of disco doctor: one small function each, which says what it found."""
