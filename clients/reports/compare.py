"""A report's numbers beside their figure pages and beside a plain recount of the rows.

Called with the report as JSON, the street's SQLite file, the address of the server and a key that may open records."""
import json
import sys
import time
import urllib.request
from datetime import date

import recount

report_file, database, base, key = sys.argv[1:]
report = json.load(open(report_file, encoding="utf-8"))


def ask(path):
    request = urllib.request.Request(base + path, headers={"Accept": "application/json", "Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def counted_again(first, last, known={}):
    if (first, last) not in known:
        now = int(time.time() * 1_000_000)
        known[first, last] = recount.count(database, date.fromisoformat(first), date.fromisoformat(last), now)
    return known[first, last]


def page_of(path, known={}):
    if path not in known:
        known[path] = ask(path)
    return known[path]


wrong, compared, declared = [], 0, 0
for cited in report["figures"]:
    page = page_of(cited["href"])
    name = f"{cited['code']}{':' + cited['near'] if cited['near'] else ''} {cited['from']}–{cited['until']}"
    if cited["origin"] != "computed":
        declared += 1
        papers = [(p["shown"]["value"], p["shown"]["origin"]) for p in page["papers"]]
        if (cited["value"], cited["origin"]) not in papers:
            wrong.append(f"{name}: {cited['value']} in the report, {papers} on its page")
        continue
    compared += 1
    value, beside = counted_again(cited["from"], cited["until"])[cited["code"]]
    plain = value if cited["near"] is None else beside.get(cited["near"])
    shown = page["shown"]
    on_page = shown["value"] if cited["near"] is None else dict(shown["beside"]).get(cited["near"])
    if not cited["value"] == on_page == plain:
        wrong.append(f"{name}: {cited['value']} in the report, {on_page} on its page, {plain} counted again")

# And every computed indicator as its page has it, whether or not the report cites it, with all that stands beside it.
first, last = next((c["from"], c["until"]) for c in report["figures"] if c["origin"] == "computed" and c["near"] is None)
again = counted_again(first, last)
known = {d["code"] for d in ask("/open-data/definitions.json")}
computed = {code for code in known if page_of(f"/figures/{code}?from={first}&until={last}")["is_computed"]}
for code in sorted(computed):
    if code not in again:
        wrong.append(f"{code}: the recount does not know it")
        continue
    value, beside = again[code]
    shown = page_of(f"/figures/{code}?from={first}&until={last}")["shown"]
    found = dict(shown["beside"])
    if shown["value"] != value:
        wrong.append(f"{code}: {shown['value']} on its page, {value} counted again")
    for near in sorted(found.keys() | {n for n, v in beside.items() if v is not None}):
        if found.get(near) != beside.get(near):
            wrong.append(f"{code}:{near}: {found.get(near)} on its page, {beside.get(near)} counted again")

assert compared >= 30, f"only {compared} computed numbers in the report"
assert sum(1 for code in computed if again.get(code, (0,))[0]) >= 12, "too many indicators are zero to say anything"
for line in wrong:
    print(line, file=sys.stderr)
print(f"report: {compared} computed and {declared} declared numbers; {len(computed)} computed indicators with what stands beside them")
sys.exit(1 if wrong else 0)
