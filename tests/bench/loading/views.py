"""What the web client asks for when it shows a view: read from the view itself."""

from xml.etree import ElementTree

MODEL = "lab.complaint"
TYPES = ("kanban", "list", "form")
AGGREGATES = ("__count",)


def specifications(client):
    """Fields that a user's kanban, list and form read, as `web_read` takes them.

    :return: dictionary of specification by type of view
    """
    answer = client.call(
        "open views", MODEL, "get_views", views=[[False, kind] for kind in TYPES], options={}
    )
    models = answer["models"]
    return {
        kind: _specification(
            ElementTree.fromstring(answer["views"][kind]["arch"]), models, models[MODEL]["fields"]
        )
        for kind in TYPES
    }


def _specification(arch, models, fields):
    found = {}
    for node in _own_fields(arch):
        name = node.get("name")
        field = fields.get(name, {})
        if field.get("type") in ("many2one", "many2one_reference"):
            found[name] = {"fields": {"display_name": {}}}
        elif field.get("type") in ("one2many", "many2many"):
            found[name] = _many(node, models, field)
        elif field:
            found[name] = {}
    return found


def _many(node, models, field):
    for child in node:
        if child.tag in ("list", "kanban"):
            known = models.get(field["relation"], {}).get("fields", {})
            return {"fields": _specification(child, models, known), "limit": 40}
    return {"fields": {"display_name": {}}} if field["type"] == "many2many" else {}


def _own_fields(arch):
    """Fields that this view reads: not those of the lists inside its fields, nor those of later
    pages, which are read when they are opened."""
    for number, node in enumerate(arch):
        if node.tag == "field":
            yield node
        elif node.tag != "page" or number == 0:
            yield from _own_fields(node)


def show_kanban(client, specification):
    """The register as the kanban shows it when it is opened."""
    return client.call(
        "read kanban",
        MODEL,
        "web_read_group",
        domain=[],
        groupby=["stage_id"],
        aggregates=list(AGGREGATES),
        auto_unfold=True,
        unfold_read_specification=specification,
        unfold_read_default_limit=40,
        order="next_promise_on, id",
    )


def show_list(client, specification, domain=()):
    """The first page of the register as a list."""
    return client.call(
        "read list",
        MODEL,
        "web_search_read",
        domain=list(domain),
        specification=specification,
        limit=80,
        count_limit=10001,
    )


def show_form(client, specification, case):
    """One case on its form, with its messages."""
    (shown,) = client.call("read form", MODEL, "web_read", ids=[case], specification=specification)
    client.call(
        "read chatter",
        "mail.message",
        "search_read",
        domain=[["model", "=", MODEL], ["res_id", "=", case]],
        fields=["body", "author_id", "date"],
        limit=30,
    )
    return shown
