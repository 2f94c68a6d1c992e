from cms.models.audit import AuditEntry
from cms.models.editorial import EditorialModel, TranslatedPage
from cms.models.facts import Fact, FactSource
from cms.models.feedback import UsefulTally
from cms.models.glossary import GlossaryTerm
from cms.models.helplines import Helpline, HelplineNumber
from cms.models.message_rules import MessageRule, MessageWords
from cms.models.pages import (
    ArticleFact,
    ArticlePage,
    GlossaryPage,
    HelpPage,
    HomePage,
    StandardPage,
    TopicPage,
)
from cms.models.pictures import Picture, PictureRendition
from cms.models.places import Place
from cms.models.recordings import Recording
from cms.models.search import CrisisWords, MissedSearch, SearchDocument, Synonym
from cms.models.translatable import TranslatedModel
from cms.models.users import SignIn, User
from cms.models.workflow import PeerReviewTask

__all__ = [
    "ArticleFact",
    "ArticlePage",
    "AuditEntry",
    "CrisisWords",
    "EditorialModel",
    "Fact",
    "FactSource",
    "GlossaryPage",
    "GlossaryTerm",
    "HelpPage",
    "Helpline",
    "HelplineNumber",
    "HomePage",
    "MessageRule",
    "MessageWords",
    "MissedSearch",
    "PeerReviewTask",
    "Picture",
    "PictureRendition",
    "Place",
    "Recording",
    "SearchDocument",
    "SignIn",
    "StandardPage",
    "Synonym",
    "TopicPage",
    "TranslatedModel",
    "TranslatedPage",
    "UsefulTally",
    "User",
]
