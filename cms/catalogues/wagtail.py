"""Finds texts that Wagtail leaves in English; `locale/wagtail` translates them (development only)."""

import gettext
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings

PACKAGES = ("wagtail", "taggit")
DOMAINS = ("django", "djangojs")


def package_folders():
    """Return the catalogue folders of the installed packages that make up the admin."""
    return [Path(app.path, "locale") for app in apps.get_app_configs() if app.name.startswith(PACKAGES)]


def own_catalogue(domain):
    """Return the path of our own catalogue for these texts."""
    return Path(settings.LOCALE_PATHS[-1], "id", "LC_MESSAGES", f"{domain}.po")


def key(entry):
    return entry.msgctxt, entry.msgid


def originals(domain):
    """Return the English texts of the installed packages, by context and text."""
    paths = [folder / "en" / "LC_MESSAGES" / f"{domain}.po" for folder in package_folders()]
    files = [polib.pofile(str(path)) for path in paths if path.exists()]
    return {key(entry): entry for file in files for entry in file if not entry.obsolete}


def translated(domain):
    """Return the keys of the texts that have an Indonesian translation, ours or theirs."""
    folders = [*settings.LOCALE_PATHS, *package_folders()]
    # As Django does: for `id` gettext looks into `id_ID` too.
    paths = [path for folder in folders for path in gettext.find(domain, str(folder), ["id"], all=True)]
    return {key(entry) for path in paths for entry in polib.mofile(path)}


def missing(domain):
    """Return the texts that the admin shows in English though Indonesian was chosen."""
    known = translated(domain)
    return [entry for found, entry in originals(domain).items() if found not in known]


def unused(domain):
    """Return the entries of our own catalogue that no installed package uses any more."""
    shown = originals(domain)
    return [entry for entry in polib.pofile(str(own_catalogue(domain))) if key(entry) not in shown]


def update(domain):
    """Add the missing texts, still untranslated, to our own catalogue and remove the unused ones."""
    catalogue = polib.pofile(str(own_catalogue(domain)), wrapwidth=0)
    shown, known = originals(domain), {key(entry) for entry in catalogue}
    catalogue[:] = [entry for entry in catalogue if key(entry) in shown]
    for entry in missing(domain):
        if key(entry) not in known:
            fields = {"msgctxt": entry.msgctxt, "msgid": entry.msgid, "flags": entry.flags}
            if entry.msgid_plural:
                fields |= {"msgid_plural": entry.msgid_plural, "msgstr_plural": {0: ""}}
            catalogue.append(polib.POEntry(**fields))
    catalogue.sort(key=lambda entry: (entry.msgid.lower(), entry.msgid, entry.msgctxt or ""))
    catalogue.save()
