"""Topics and materials of the site, as the field app offers and names them."""

from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry

from cms.models import ArticlePage, TopicPage
from villages.forms.session import PAGE_ID


def topics_with_articles():
    """Return the published topics, each with its published `articles`."""
    articles = list(ArticlePage.objects.live().order_by("path"))
    topics = list(TopicPage.objects.live().order_by("path"))
    for topic in topics:
        topic.articles = [article for article in articles if article.is_descendant_of(topic)]
    return topics


def no_longer_offered(topics, chosen_slugs, chosen_ids):
    """Return the topics and articles that are not among `topics` any more, as two lists of (value, name).

    Also those that nobody chose: a phone stores the page of the form, and its older reports name them.
    """
    slugs = dict(once_published(TopicPage).values_list("slug", "heading"))
    articles = {str(pk): name for pk, name in once_published(ArticlePage).values_list("pk", "heading")}
    articles |= names_of_deleted([pk for pk in chosen_ids if pk not in articles])
    slugs |= {slug: slug for slug in chosen_slugs if slug not in slugs}
    offered = {str(article.pk) for topic in topics for article in topic.articles}
    return not_offered(slugs, {topic.slug for topic in topics}), not_offered(articles, offered)


def once_published(model):
    return model.objects.exclude(first_published_at=None, live=False).order_by("path")


def not_offered(names, offered):
    return [(value, name) for value, name in names.items() if value not in offered]


def names_of_deleted(ids):
    """Return {id: name} of deleted pages, with names from the log of the site, else a number."""
    numbers = [int(pk) for pk in ids if PAGE_ID.fullmatch(str(pk))]
    deleted = PageLogEntry.objects.filter(page__in=numbers, action="wagtail.delete")
    logged = {str(pk): label for pk, label in deleted.values_list("page", "label")}
    return {pk: logged.get(str(pk)) or _("page %(number)s") % {"number": pk} for pk in ids}


def removed_name(name):
    return _("%(name)s (no longer on the site)") % {"name": name}


def topic_names(slugs):
    """Return the name of each topic; a deleted one is named by its slug."""
    names = {topic.slug: topic.heading for topic in TopicPage.objects.filter(slug__in=slugs)}
    return [names.get(slug) or removed_name(slug) for slug in slugs]


def page_names(ids):
    names = dict(Page.objects.filter(pk__in=ids).values_list("pk", "title"))
    deleted = names_of_deleted([pk for pk in ids if pk not in names])
    return [names[pk] if pk in names else removed_name(deleted[pk]) for pk in ids]
