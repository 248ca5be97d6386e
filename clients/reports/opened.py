"""What the street gives out as files, opened by the programs that others read such files with: exports in openpyxl, the
catalogue of open data in rdflib, calendars in icalendar.

Called with the address of a running street, a dispatcher's key and a member's."""
import csv
import io
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime

import icalendar
import openpyxl
import rdflib
from rdflib.namespace import DCAT, DCTERMS, RDF

base, desk, member = sys.argv[1:]


def ask(path, key=None, body=None):
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
    if body is not None:
        headers["Content-Type"] = "application/json"
        body = json.dumps(body).encode()
    address = path if path.startswith("http") else base + path
    with urllib.request.urlopen(urllib.request.Request(address, body, headers), timeout=60) as answer:
        return answer.read(), answer.headers.get_content_type()


def exports():
    asked = json.loads(ask("/desk/exports", desk, {"form": "xlsx", "query": "due=overdue"})[0])
    newest = max(asked["exports"], key=lambda e: e["id"])["id"]
    for _ in range(120):
        line = next(e for e in json.loads(ask("/desk/exports", desk)[0])["exports"] if e["id"] == newest)
        if line["outcome"]:
            break
        time.sleep(0.5)
    assert line["outcome"] == "ready", line
    content, kind = ask(f"/desk/exports/{newest}", desk)
    assert kind == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", kind
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active
    rows = list(sheet.iter_rows(values_only=True))
    head, lines = rows[0], rows[1:]
    assert all(isinstance(cell, str) and cell for cell in head), head
    assert len(lines) == line["written"] > 0, f"{len(lines)} rows where {line['written']} were written"
    assert all(len(row) == len(head) and row[0] for row in lines), "a row without its number"
    return f"openpyxl: {len(lines)} rows of {len(head)} columns"


def open_data():
    texts = {form: ask(f"/open-data/catalog.{end}") for form, end in (("turtle", "ttl"), ("json-ld", "jsonld"))}
    said = []
    for form, (text, _) in texts.items():
        graph = rdflib.Graph().parse(data=text, format=form)
        [catalogue] = graph.subjects(RDF.type, DCAT.Catalog)
        sets, files = set(graph.objects(catalogue, DCAT.dataset)), set(graph.subjects(RDF.type, DCAT.Distribution))
        assert sets == set(graph.subjects(RDF.type, DCAT.Dataset)) and len(sets) >= 4, sets
        assert {f for s in sets for f in graph.objects(s, DCAT.distribution)} == files and len(files) == 2 * len(sets), files
        for thing in [catalogue, *sets]:
            languages = {title.language for title in graph.objects(thing, DCTERMS.title)}
            assert languages == {"zh", "en"}, f"{thing} is named in {languages}"
        for file in files:
            assert graph.value(file, DCTERMS.license), f"{file} has no licence"
            content, kind = ask(str(graph.value(file, DCAT.downloadURL)))
            assert str(graph.value(file, DCAT.mediaType)).endswith(kind), f"{file} is {kind}"
            rows = json.loads(content) if kind == "application/json" else list(csv.DictReader(io.StringIO(content.decode())))
            assert isinstance(rows, list), file
        said.append(f"{len(sets)} datasets and {len(files)} files in {form}")
    page = json.loads(ask("/open-data")[0])
    for dataset in page["datasets"]:
        table = list(csv.reader(io.StringIO(ask(f"/open-data/{dataset['name']}.csv")[0].decode())))
        objects = json.loads(ask(f"/open-data/{dataset['name']}.json")[0])
        columns = [c["name"] for c in dataset["columns"]]
        assert table[0] == columns, f"{dataset['name']}: {table[0]}"
        assert len(table) - 1 == len(objects), f"{dataset['name']}: {len(table) - 1} lines, {len(objects)} objects"
        assert all(set(o) == set(columns) for o in objects), dataset["name"]
    return f"rdflib: {', '.join(said)}; every file answers"


def calendars():
    body = json.loads(ask("/bodies")[0])
    ids = sorted({b["id"] for b in find(body, "id", "kind")})
    own = json.loads(ask("/my/calendar", member, {})[0])["link"]
    own = base + urllib.parse.urlparse(own).path
    counted = []
    for path in ["/meetings/calendar.ics", f"/bodies/{ids[0]}/calendar.ics", own]:
        content, kind = ask(path)
        assert kind == "text/calendar", kind
        calendar = icalendar.Calendar.from_ical(content)
        assert calendar["VERSION"] == "2.0" and calendar["PRODID"], path
        events = calendar.walk("VEVENT")
        uids = [str(e["UID"]) for e in events]
        assert len(set(uids)) == len(uids), "two events are one"
        for event in events:
            begin, end = event.decoded("DTSTART"), event.decoded("DTEND")
            assert isinstance(begin, datetime) and begin.tzinfo and begin < end, event
            assert str(event["SUMMARY"]) and event.decoded("DTSTAMP"), event
        counted.append(len(events))
    assert counted[2] > 0, "a chair's own calendar is empty"
    coming = [m for m in json.loads(ask("/meetings")[0])["coming"] if m["state"] in ("convened", "open")]
    assert counted[0] >= len(coming) > 0, f"{counted[0]} events, {len(coming)} meetings convened"
    return f"icalendar: {counted[0]} events of the street, {counted[1]} of one body, {counted[2]} in somebody's own"


def find(thing, *keys):
    """Every object in it that has all these keys."""
    if isinstance(thing, dict):
        if all(k in thing for k in keys):
            yield thing
        for value in thing.values():
            yield from find(value, *keys)
    elif isinstance(thing, list):
        for value in thing:
            yield from find(value, *keys)


for judge in (exports, open_data, calendars):
    print(judge())
