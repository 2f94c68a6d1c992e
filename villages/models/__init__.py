from villages.models.assignments import Assignment
from villages.models.codes import FormerCode
from villages.models.moves import VillageMove
from villages.models.places import ImmigrationOffice, Province, Regency, Village
from villages.models.review import ReviewRefusedError
from villages.models.revisions import PhotoUpload, Quarantine, SessionRevision
from villages.models.sessions import Attendance, Referral, Session, SessionPhoto, SessionTransition
from villages.models.tallies import MonthTally, VillageTally, VisitTally

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
    "ReviewRefusedError",
    "Session",
    "SessionPhoto",
    "SessionRevision",
    "SessionTransition",
    "Village",
    "VillageMove",
    "VillageTally",
    "VisitTally",
]
