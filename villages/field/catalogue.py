"""Topics and materials of the site, as the field app offers and names them."""

from wagtail.models import Page

from cms.models import ArticlePage, TopicPage


def topics_with_articles():
    """Return the published topics, each with its published `articles`."""
    articles = list(ArticlePage.objects.live().order_by("path"))
    topics = list(TopicPage.objects.live().order_by("path"))
    for topic in topics:
        topic.articles = [article for article in articles if article.is_descendant_of(topic)]
    return topics


def topic_names(slugs):
    return [topic.heading for topic in TopicPage.objects.filter(slug__in=slugs)]


def page_names(ids):
    return [page.title for page in Page.objects.filter(pk__in=ids)]
