from django.db import migrations


def take_back_publishing(apps, schema_editor):
    """An editor's text goes out when another person approves it (decision 0038).

    Only the role as it was set up: a right given by hand afterwards stays.
    """
    group = apps.get_model("auth", "Group").objects.filter(name="editor").first()
    if group is None:
        return
    group.permissions.remove(*group.permissions.filter(codename__startswith="publish_"))
    pages = apps.get_model("wagtailcore", "GroupPagePermission").objects
    pages.filter(group=group, permission__codename="publish_page").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("cms", "0007_usefulness"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(take_back_publishing, migrations.RunPython.noop)]
