"""Helplines, and the versions in their history, point to places instead of to one of four codes.

On the way back a helpline of any other place becomes one of "abroad", as the codes know no more.
"""

from django.db import migrations

# code: (slug, kind, code of the place it lies in, order, {language: name}, {language: choice})
PLACES = {
    "home": (
        "indonesia",
        "country",
        None,
        10,
        {"ind": "Di Indonesia", "en": "In Indonesia", "jv": "Ing Indonesia", "su": "Di Indonésia"},
        {
            "ind": "Saya di Indonesia",
            "en": "I am in Indonesia",
            "jv": "Kula wonten ing Indonesia",
            "su": "Abdi di Indonésia",
        },
    ),
    "abroad": (
        "luar-negeri",
        "region",
        None,
        20,
        {"ind": "Di luar negeri", "en": "Abroad", "jv": "Ing luar negeri", "su": "Di luar negeri"},
        {
            "ind": "Saya di luar negeri",
            "en": "I am abroad",
            "jv": "Kula wonten ing luar negeri",
            "su": "Abdi di luar negeri",
        },
    ),
    "cambodia": ("kamboja", "country", "abroad", 60, {"ind": "Kamboja", "en": "Cambodia"}, {}),
    "thailand": ("thailand", "country", "abroad", 140, {"ind": "Thailand", "en": "Thailand"}, {}),
}
STATES = {"en": {"state": "reviewed"}, "jv": {"state": "draft"}, "su": {"state": "draft"}}
MISSIONS = ("kbri-phnom-penh", "kbri-bangkok")
HOTLINES = ("08001000", "+622129244800", "+6281290070027", "+85512813282", "+66929031103", "110", "129")


def forwards(apps, schema_editor):
    helplines, numbers, versions = models_of(apps)
    if not helplines.exists() and not versions.exists():
        return
    places = create_places(apps)
    for helpline in helplines.all():
        helpline.place = places[helpline.old_place]
        helpline.is_mission = helpline.slug in MISSIONS
        helpline.save(update_fields=["place", "is_mission"])
    numbers.filter(dial__in=HOTLINES).update(for_emergencies=True)
    for version in versions:
        version.content = content_with_place(version.content, places)
        version.save(update_fields=["content"])
    share_workflow(apps)


def backwards(apps, schema_editor):
    helplines, _numbers, versions = models_of(apps)
    codes = {slug: code for code, (slug, *_rest) in PLACES.items()}
    of_places = dict(apps.get_model("cms", "Place").objects.values_list("pk", "slug"))
    for helpline in helplines.all():
        helpline.old_place = codes.get(of_places.get(helpline.place_id), "abroad")
        helpline.place = None
        helpline.save(update_fields=["old_place", "place"])
    for version in versions:
        version.content["place"] = codes.get(of_places.get(version.content.get("place")), "abroad")
        version.save(update_fields=["content"])
    apps.get_model("cms", "Place").objects.filter(parent__isnull=False).delete()
    apps.get_model("cms", "Place").objects.all().delete()


def models_of(apps):
    versions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="cms", content_type__model="helpline"
    )
    return (
        apps.get_model("cms", "Helpline").objects,
        apps.get_model("cms", "HelplineNumber").objects,
        versions,
    )


def create_places(apps):
    """Return `{code: place}`."""
    places = {}
    for code, (slug, kind, parent, order, names, choices) in PLACES.items():
        texts = {f"name_{suffix}": text for suffix, text in names.items()}
        texts |= {f"choice_{suffix}": text for suffix, text in choices.items()}
        places[code] = apps.get_model("cms", "Place").objects.create(
            slug=slug,
            kind=kind,
            parent=places.get(parent),
            order=order,
            name=names["ind"],
            choice=choices.get("ind", ""),
            translations={lang: state for lang, state in STATES.items() if lang in names},
            **texts,
        )
    return places


def content_with_place(content, places):
    changed = {**content, "is_mission": content.get("slug") in MISSIONS}
    changed["place"] = places[content.get("place") or "abroad"].pk
    changed["numbers"] = [
        {**number, "for_emergencies": number.get("dial") in HOTLINES} for number in content.get("numbers", [])
    ]
    return changed


def share_workflow(apps):
    """Places are reviewed as helplines are."""
    kinds = apps.get_model("contenttypes", "ContentType").objects
    links = apps.get_model("wagtailcore", "WorkflowContentType").objects
    link = links.filter(content_type__app_label="cms", content_type__model="helpline").first()
    if link:
        kind, _created = kinds.get_or_create(app_label="cms", model="place")
        links.get_or_create(content_type=kind, defaults={"workflow": link.workflow})


class Migration(migrations.Migration):
    dependencies = [("cms", "0005_places")]

    operations = [migrations.RunPython(forwards, backwards)]
