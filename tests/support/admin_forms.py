"""Filling in Wagtail's editing forms as a browser does: everything that is there, and what was typed."""

from django.urls import reverse
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html


def posted(response, **typed):
    """Return what the editing form of `response` would send with `typed` changed.

    JavaScript draws the fields of blocks, so they are taken from the form's own values.
    """
    form = response.context["form"]
    data = querydict_from_html(response.content.decode(), form_id=form_id(response))
    for bound in form:
        block = getattr(bound.field, "block", None)
        if block is not None and bound.name not in typed:
            data.update(block_data(block, bound.value(), bound.html_name))
    for name, value in typed.items():
        if isinstance(value, blocks.StreamValue):
            data.update(block_data(value.stream_block, value, name))
        else:
            data[name] = value
    return data


def form_id(response):
    return "page-edit-form" if b'id="page-edit-form"' in response.content else "w-editor-form"


def block_data(block, value, name):
    """Return the form fields of `value` in `block`, named as Wagtail's editor names them."""
    if isinstance(block, blocks.StreamBlock):
        return rows(name, [(item.block, item.value, item.block_type) for item in value])
    if isinstance(block, blocks.ListBlock):
        return rows(name, [(block.child_block, item, "item") for item in value])
    if isinstance(block, TypedTableBlock):
        return table_data(value, name)
    if isinstance(block, blocks.StructBlock):
        data = {}
        for key, child in block.child_blocks.items():
            data |= block_data(child, value[key], f"{name}-{key}")
        return data
    shown = block.field.widget.format_value(block.field.prepare_value(block.value_for_form(value)))
    return {name: "" if shown is None else shown}


def table_data(table, name):
    data = {f"{name}-caption": table.caption, f"{name}-column-count": len(table.columns)}
    data[f"{name}-row-count"] = len(table.row_data)
    for number, column in enumerate(table.columns):
        place = f"{name}-column-{number}"
        data |= {f"{place}-type": column["block"].name, f"{place}-heading": column["heading"]}
        data |= {f"{place}-order": number, f"{place}-deleted": ""}
    for number, row in enumerate(table.row_data):
        data |= {f"{name}-row-{number}-order": number, f"{name}-row-{number}-deleted": ""}
        data |= {f"{name}-cell-{number}-{place}": text for place, text in enumerate(row["values"])}
    return data


def rows(name, items):
    data = {f"{name}-count": len(items)}
    for number, (block, value, kind) in enumerate(items):
        row = f"{name}-{number}"
        data |= {f"{row}-type": kind, f"{row}-order": number, f"{row}-deleted": "", f"{row}-id": ""}
        data |= block_data(block, value, f"{row}-value")
    return data


def columns(obj):
    """Return the row of `obj` as the database holds it, un-suffixed columns included."""
    from django.db import connection

    table = obj._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" WHERE "{obj._meta.pk.column}" = %s', [obj.pk])
        return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


def edit_url(obj):
    if isinstance(obj, Page):
        return reverse("wagtailadmin_pages:edit", args=[obj.pk])
    return reverse(obj.snippet_viewset.get_url_name("edit"), args=[obj.pk])


def submit_edit(client, obj, **typed):
    """Open the edit form of `obj` and send it with `typed` changed; return both responses."""
    page = client.get(edit_url(obj))
    data = posted(page, **typed)
    ticked = {name: "on" for name in data if name.endswith("-is_right")}
    data.update(ticked)
    return page, client.post(edit_url(obj), data, follow=True)
