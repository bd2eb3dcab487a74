"""The commands of the journal as a whole: init, edit, undo, backup, config and more."""
