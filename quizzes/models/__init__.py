from quizzes.models.answer_tallies import AnswerTally
from quizzes.models.api_tokens import ApiToken
from quizzes.models.attempts import Answer, Attempt, AttemptDecision
from quizzes.models.completion_tallies import FinishedTally, MarksTally
from quizzes.models.exports import Export, ExportLog, PartnerEdition
from quizzes.models.knowledge_tallies import KnowledgeTally
from quizzes.models.quizzes import Choice, Question, Quiz
from quizzes.models.rounds import Card, HandCount, Phase, Round
from quizzes.models.versions import DONT_KNOW, Edition, EditionQuestion, QuestionVersion

__all__ = [
    "DONT_KNOW",
    "Answer",
    "AnswerTally",
    "ApiToken",
    "Attempt",
    "AttemptDecision",
    "Card",
    "Choice",
    "Edition",
    "EditionQuestion",
    "Export",
    "ExportLog",
    "FinishedTally",
    "HandCount",
    "KnowledgeTally",
    "MarksTally",
    "PartnerEdition",
    "Phase",
    "Question",
    "QuestionVersion",
    "Quiz",
    "Round",
]
