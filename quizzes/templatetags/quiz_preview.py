from django import template

from quizzes.authoring.preview import draft_questions

register = template.Library()
register.simple_tag(draft_questions)
