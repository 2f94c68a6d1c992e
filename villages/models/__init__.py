from villages.models.assignments import Assignment
from villages.models.former_codes import FormerCode
from villages.models.roster import ImmigrationOffice, Province, Regency, Village
from villages.models.session_workflow import ReviewNotAllowed
from villages.models.sessions import Attendance, Referral, Session, SessionPhoto, SessionTransition
from villages.models.submissions import PhotoUpload, Quarantine, SessionRevision
from villages.models.tallies import MonthTally, VillageTally, VisitTally
from villages.models.transfers import VillageMove

__all__ = [
    "Assignment",
    "Attendance",
    "FormerCode",
    "ImmigrationOffice",
    "MonthTally",
    "PhotoUpload",
    "Province",
    "Quarantine",
    "Referral",
    "Regency",
    "ReviewNotAllowed",
    "Session",
    "SessionPhoto",
    "SessionRevision",
    "SessionTransition",
    "Village",
    "VillageMove",
    "VillageTally",
    "VisitTally",
]
