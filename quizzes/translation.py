from modeltranslation.translator import TranslationOptions, register

from quizzes import models


@register(models.Quiz)
class QuizOptions(TranslationOptions):
    fields = ("title", "intro")
    required_languages = {"id": ("title",), "default": ()}


@register(models.Question)
class QuestionOptions(TranslationOptions):
    fields = ("text", "explanation", "next_step", "audio")
    required_languages = {"id": ("text",), "default": ()}


@register(models.Choice)
class ChoiceOptions(TranslationOptions):
    fields = ("text", "feedback", "audio")
    required_languages = {"id": ("text",), "default": ()}
