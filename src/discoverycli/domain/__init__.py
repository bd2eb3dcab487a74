"""The rules: pure functions over values, with no input, output or clock."""
