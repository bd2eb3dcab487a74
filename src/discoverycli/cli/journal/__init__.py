"""The commands for the journal as a whole: init, edit, undo, backup, config and more."""
