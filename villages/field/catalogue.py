"""Topics and materials of the site, as the field app offers and names them."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.models import ArticlePage, TopicPage


def topics_with_articles():
    """Return the published topics, each with its published `articles`."""
    articles = list(ArticlePage.objects.live().order_by("path"))
    topics = list(TopicPage.objects.live().order_by("path"))
    for topic in topics:
        topic.articles = [article for article in articles if article.is_descendant_of(topic)]
    return topics


def no_longer_offered(topics, chosen_slugs, chosen_ids):
    """Return the topics and the articles that are not among `topics` any more, as two lists of (value, name).

    Also those that nobody chose: a phone keeps the page of the form, and its older reports name them.
    """
    slugs = dict(once_published(TopicPage).values_list("slug", "heading"))
    articles = {str(pk): name for pk, name in once_published(ArticlePage).values_list("pk", "heading")}
    articles |= {pk: deleted_page(pk) for pk in chosen_ids if pk not in articles}
    slugs |= {slug: slug for slug in chosen_slugs if slug not in slugs}
    offered = {str(article.pk) for topic in topics for article in topic.articles}
    return without(slugs, {topic.slug for topic in topics}), without(articles, offered)


def once_published(model):
    return model.objects.exclude(first_published_at=None, live=False).order_by("path")


def without(names, offered):
    return [(value, name) for value, name in names.items() if value not in offered]


def deleted_page(pk):
    return _("page %(number)s, deleted") % {"number": pk}


def topic_names(slugs):
    """Return the name of each; a topic that has been deleted is called by its slug."""
    names = {topic.slug: topic.heading for topic in TopicPage.objects.filter(slug__in=slugs)}
    return [names.get(slug, slug) for slug in slugs]


def page_names(ids):
    names = dict(Page.objects.filter(pk__in=ids).values_list("pk", "title"))
    return [names.get(pk) or deleted_page(pk) for pk in ids]
