"""The interview note: its head, its marks, and what is nearly one."""
