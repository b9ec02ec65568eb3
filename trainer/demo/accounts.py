"""Who can be played in the demonstration? One account a duty, and somebody from outside."""

PASSWORD = "demo-password"  # noqa: S105 printed on the sign-in page; demonstration mode binds to loopback only

ACCOUNTS: tuple[tuple[str, str], ...] = (
    ("trainee@demo.example", "Trainee: learns and is observed"),
    ("assessor@demo.example", "Assessor: observes and rates"),
    ("second@demo.example", "Second assessor: rates the same sessions blind"),
    ("lead@demo.example", "Lead assessor: licenses, moderates, releases"),
    ("panel@demo.example", "Panel member: decides"),
    ("coordinator@demo.example", "Coordinator: invites, schedules, reports"),
    ("author@demo.example", "Author: writes programmes"),
    ("auditor@demo.example", "Auditor: reads"),
    ("administrator@demo.example", "Administrator: people, duties, settings"),
    ("outsider@demo.example", "Outsider: belongs to another organisation"),
)
