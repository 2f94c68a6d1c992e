"""The server loads the site before its workers are forked."""

import pytest
from django.urls import get_resolver
from django.utils import translation

from cms.serve import warm_up


@pytest.mark.django_db
def test_what_is_loaded_before_the_fork_asks_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        warm_up()
    assert translation.get_language() == "id"


def test_the_addresses_of_each_language_are_there_before_the_first_request():
    resolver = get_resolver()
    resolver._reverse_dict.clear()
    warm_up()
    assert {"id", "en", "jv", "su"} <= set(resolver._reverse_dict)
