"""The commands: thin functions that read options, check them, store or load, and show."""

PANELS = {
    "calls": "Every call",
    "beliefs": "What we believe",
    "people": "Who we talk to",
    "reports": "Reports",
    "journal": "The journal",
}
"""Folder of a command → its panel on the help page."""

COMMANDS = {
    "log": "calls.log",
    "import": "calls.import_",
    "drafts": "calls.drafts",
    "lint": "calls.lint",
    "hypotheses": "beliefs.hypotheses",
    "jobs": "beliefs.jobs",
    "why": "beliefs.why",
    "next": "beliefs.next_step",
    "people": "people.people",
    "prep": "people.prep",
    "report": "reports.report",
    "search": "reports.search",
    "show": "reports.show",
    "init": "journal.init",
    "demo": "journal.demo",
    "edit": "journal.edit",
    "undo": "journal.history",
    "history": "journal.history",
    "export": "journal.export",
    "backup": "journal.backups",
    "restore": "journal.backups",
    "doctor": "journal.doctor",
    "config": "journal.config",
    "completion": "journal.completion",
}
"""Name → module below this package, in the order of the help page; imported when it is called."""
