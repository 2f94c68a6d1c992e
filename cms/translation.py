"""Which fields of which models are translated; django-modeltranslation finds this module by its name."""

from modeltranslation.translator import TranslationOptions, register

from cms import models


class SourceRequired(TranslationOptions):
    required_languages = ("id",)


@register(
    [
        models.HomePage,
        models.HelpPage,
        models.GlossaryPage,
        models.StandardPage,
    ]
)
class BodyPageOptions(SourceRequired):
    fields = ("heading", "intro", "body", "meta_title", "meta_description")
    required_languages = {"id": ("heading",), "default": ()}


@register(models.ArticlePage)
class ArticlePageOptions(BodyPageOptions):
    fields = (*BodyPageOptions.fields, "audio")


@register(models.TopicPage)
class TopicPageOptions(SourceRequired):
    fields = ("heading", "intro", "meta_title", "meta_description")
    required_languages = {"id": ("heading",), "default": ()}


@register(models.Picture)
class PictureOptions(TranslationOptions):
    fields = ("description",)


@register(models.Fact)
class FactOptions(SourceRequired):
    fields = ("statement",)


@register(models.GlossaryTerm)
class GlossaryTermOptions(SourceRequired):
    fields = ("term", "definition")


@register(models.MessageRule)
class MessageRuleOptions(SourceRequired):
    fields = ("name", "reason")


@register(models.Helpline)
class HelplineOptions(SourceRequired):
    fields = ("name", "what", "hours")
    required_languages = {"id": ("name", "what"), "default": ()}


@register(models.HelplineNumber)
class HelplineNumberOptions(TranslationOptions):
    fields = ("label",)


@register(models.Place)
class PlaceOptions(SourceRequired):
    fields = ("name", "choice", "note")
    required_languages = {"id": ("name",), "default": ()}


@register(models.CrisisWords)
class CrisisWordsOptions(SourceRequired):
    fields = ("words", "message")
    required_languages = {"id": ("words",), "default": ()}
