"""What can a member be asked to do here?"""

from enum import StrEnum


class Duty(StrEnum):
    """The closed list of duties; one member may hold several."""

    TRAINEE = "trainee"
    ASSESSOR = "assessor"
    LEAD = "lead"
    PANEL = "panel"
    COORDINATOR = "coordinator"
    AUTHOR = "author"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
