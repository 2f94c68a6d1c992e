"""Links to other apps on every public page.

An app registers in its `wagtail_hooks` a function that returns a `SiteLink`: `register_main_link` puts it
into the bar and among the doors of the home page, `register_footer_link` into the footer.
"""

from dataclasses import dataclass

from wagtail import hooks


@dataclass(frozen=True)
class SiteLink:
    section: str  # the first part of the address below the language: "kuis"
    label: str
    icon: str = ""
    description: str = ""


def main_links():
    return [link() for link in hooks.get_hooks("register_main_link")]


def footer_links():
    return [link() for link in hooks.get_hooks("register_footer_link")]
