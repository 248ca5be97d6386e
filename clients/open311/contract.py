"""Every read of the interface against the strict schemas, and each notation against the other."""
import json
import os
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta, timezone
from pathlib import Path

import jsonschema
import requests

BASE = os.environ["BASE"] + "/open311/v2"
STREET = timezone(timedelta(hours=8))
SCHEMAS = Path(__file__).resolve().parents[2] / "capabilities/open311/schemas"
CONTAINERS = {"services", "attributes", "values", "service_requests", "errors", "endpoints", "formats", "notes", "service_request_updates"}


def of_schema(name, answer):
    jsonschema.Draft202012Validator(json.loads((SCHEMAS / f"{name}.json").read_text())).validate(answer)


def mapped(element):
    if element.tag in CONTAINERS:
        return [mapped(child) for child in element]
    if len(element):
        return {child.tag: mapped(child) for child in element}
    return element.text or None


def untyped(value):
    if isinstance(value, dict):
        return {name: untyped(v) for name, v in value.items()}
    if isinstance(value, list):
        return [untyped(v) for v in value]
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None or isinstance(value, str) else json.dumps(value)


def ask(call, expect=200, **params):
    """The JSON answer to a call whose XML answer says the same."""
    as_json, as_xml = (requests.get(f"{BASE}/{call}.{suffix}", params=params) for suffix in ("json", "xml"))
    for answer, kind in ((as_json, "application/json; charset=utf-8"), (as_xml, "text/xml; charset=utf-8")):
        assert answer.status_code == expect, (call, answer.status_code, answer.text[:300])
        assert answer.headers["content-type"] == kind, (call, answer.headers["content-type"])
    answer = as_json.json()
    assert mapped(ET.fromstring(as_xml.content)) == untyped(answer), call
    return answer


def main():
    discovery = ask("discovery")
    of_schema("discovery", discovery)
    assert discovery["contact"] and discovery["key_service"] and discovery["endpoints"]
    for changeset in [discovery["changeset"]] + [e["changeset"] for e in discovery["endpoints"]]:
        assert datetime.strptime(changeset, "%Y-%m-%d %H:%M").replace(tzinfo=STREET) <= datetime.now(STREET), changeset
    assert discovery["endpoints"][0]["type"] == "test", "a demo street is for exercises"
    assert all("text/xml" in e["formats"] for e in discovery["endpoints"])
    assert requests.get(os.environ["BASE"] + "/open311/discovery.json").json() == discovery

    services = ask("services")
    of_schema("services", services)
    assert services and all(s["service_code"] for s in services)
    for service in services:
        definition = ask(f"services/{service['service_code']}")
        of_schema("definition", definition)
        assert bool(definition["attributes"]) == service["metadata"]

    listed = ask("requests")
    of_schema("requests", listed)
    assert 10 < len(listed) <= 1000, len(listed)
    dates = [r["requested_datetime"] for r in listed]
    assert dates == sorted(dates, reverse=True)
    one = ask(f"requests/{listed[0]['service_request_id']}")
    of_schema("requests", one)
    assert one == listed[:1]
    assert all(r["status"] == "closed" for r in ask("requests", status="closed"))
    extended = ask("requests", extensions="true", page_size=50)
    assert len(extended) == 50 and all(r["extended_attributes"]["state"] for r in extended)

    paged, url = [], f"{BASE}/requests.json?page=1&page_size=97"
    while url:
        answer = requests.get(url)
        paged += answer.json()
        url = answer.links.get("next", {}).get("url")
    assert [r["service_request_id"] for r in paged][: len(listed)] == [r["service_request_id"] for r in listed]
    assert len({r["service_request_id"] for r in paged}) == len(paged)

    for call, code in (("services/none", 4042), ("requests/none", 4043), ("tokens/none", 4044)):
        errors = ask(call, expect=404)
        of_schema("errors", errors)
        assert errors[0]["code"] == code
    of_schema("errors", ask("requests", expect=400, start_date="2026-09-29"))
    print(f"contract: {len(services)} services, {len(listed)} requests listed, {len(paged)} paged")


main()
