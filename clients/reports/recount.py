"""The street's numbers counted once more, by a program that knows the definitions and nothing else of the product.

It reads plain rows of the SQLite file and counts them in loops. `count(database, first, last, now)` gives each indicator's
number and what stands beside it, of the days from `first` to `last`; shares are in ten-thousandths, rounded half up."""
import json
import sqlite3
from collections import defaultdict
from datetime import date, datetime, timedelta, timezone

STREET_TIME = timezone(timedelta(hours=8))
MICRO = 1_000_000
CHILD_KINDS = {"grid": "grid", "youth": "youth", "alliance": "alliance", "party_mass": "party_mass"}


def start_of(day):
    """The first moment of a day, as the file writes moments."""
    return int(datetime(day.year, day.month, day.day, tzinfo=STREET_TIME).timestamp()) * MICRO


def day_of(moment):
    return datetime.fromtimestamp(moment // MICRO, STREET_TIME).date()


def as_day(number):
    return date(number // 10_000, number // 100 % 100, number % 100)


def share(over, under):
    return None if under == 0 else (over * 20_000 + under) // (2 * under)


class Street:
    def __init__(self, database, first, last, now):
        self.file = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        self.file.row_factory = sqlite3.Row
        self.first, self.last, self.now = first, last, now
        self.begin, self.end = start_of(first), start_of(last + timedelta(days=1))
        # A day that is still running is counted up to now.
        self.at = min(self.end, now + 1)

    def rows(self, table):
        return [dict(row) for row in self.file.execute(f"select * from {table}")]

    def within(self, moment):
        return moment is not None and self.begin <= moment < self.end

    def count(self):
        return {**self.population(), **self.heads(), **self.voices(), **self.councils(), **self.meetings(), **self.duty(), **self.plans(), **self.fusion(), **self.backings(), **self.matters(), **self.proposals(), **self.chain()}

    # People who live here, from dated statistics: the newest of each measure, not after the last day.
    def population(self):
        places = self.rows("places")
        root = next(p["id"] for p in places if p["level"] == "street" and p["to_day"] is None)
        communities = [p["id"] for p in places if p["level"] == "community" and p["to_day"] is None]
        until = min(self.last, day_of(self.at - 1))
        newest = {}
        for s in sorted(self.rows("statistics"), key=lambda s: s["as_of"]):
            if s["band"] in ("", "all") and as_day(s["as_of"]) <= until:
                newest[s["place_id"], s["measure"]] = s["value"]
        whole = {m: newest.get((root, m)) for m in ("resident", "registered", "present", "floating", "households")}
        parts = [newest.get((c, "resident")) for c in communities]
        beside = {m: whole[m] for m in ("present", "floating", "households")}
        if None not in parts and whole["resident"] is not None:
            beside["difference"] = sum(parts) - whole["resident"]
        return {
            "places.resident": (whole["resident"], beside),
            "places.registered": (whole["registered"], {"households": whole["households"]}),
            "places.registered_share": (share(whole["registered"], whole["resident"]), {"registered": whole["registered"], "resident": whole["resident"]}),
        }

    # Building heads whose post is in force at the end of the last day.
    def heads(self):
        ended = {e["subject_id"]: e["at"] for e in self.rows("events") if e["name"] == "identity.post_ended"}
        posts = []
        for post in self.rows("posts"):
            if post["role"] != "building_head" or post["state"] == "proposed":
                continue
            if post["from_at"] < self.at <= post["until_at"] and (post["state"] == "in_force" or ended.get(post["id"], 0) >= self.at):
                posts.append(post)
        buildings = {p["id"] for p in self.rows("places") if p["level"] == "building" and p["to_day"] is None}
        headed = {p["place_id"] for p in posts} & buildings
        return {"identity.building_heads": (len({p["person_id"] for p in posts}), {"posts": len(posts), "without": len(buildings - headed)})}

    # What people said, how it ended, what they rated, what was promised.
    def voices(self):
        cases = {c["id"]: c for c in self.rows("cases")}
        turns = defaultdict(list)
        for event in sorted(self.rows("events"), key=lambda e: e["id"]):
            if event["subject_kind"] == "case":
                turns[event["subject_id"]].append(event)
        said = [v for v in self.rows("voices") if self.within(v["received_at"])]
        people = [v for v in said if v["speaker"] in ("resident", "enterprise")]
        accepted = sum(1 for all in turns.values() for e in all if e["name"] == "appeals.case_accepted" and self.within(e["at"]))
        closed = answered = reopened = 0
        for all in turns.values():
            last_answer, last_close = None, None
            for e in all:
                if e["name"] == "appeals.case_closed":
                    last_close = e["at"]
                    closed += self.within(e["at"])
                elif e["name"] == "appeals.case_answered":
                    last_answer = e["at"]
                elif e["name"] == "appeals.case_reopened":
                    last_answer = None
                    if last_close is not None and e["at"] - last_close <= 30 * 86_400 * MICRO:
                        reopened += self.within(last_close)
                        last_close = None
            answered += self.within(last_answer)
        return {
            "appeals.voices": (len(said), {"residents": len(people), "cases": accepted}),
            "appeals.settled": (closed + answered, {"answered": answered, "reopened": reopened}),
            "appeals.satisfaction": self.ratings(cases),
            "appeals.on_time": self.promises(cases, turns),
        }

    def ratings(self, cases):
        speaker = {v["id"]: v["speaker"] for v in self.rows("voices")}
        rounds = {}
        for a in self.rows("case_callbacks"):
            if a["source"] == "upper":
                continue
            # In each round the speaker's own last word stands, else staff's last entry of somebody reached, else the last try.
            key, weight = (a["voice_id"], a["round"]), (bool(a["reached"]), a["source"] == "self", a["id"])
            if key not in rounds or weight > rounds[key][0]:
                rounds[key] = (weight, a)
        last = {}
        for (voice, no), (_, a) in sorted(rounds.items(), key=lambda item: item[0][1]):
            asked = cases[a["case_id"]]["case_type"] not in ("consultation", "praise") and speaker.get(voice) in ("resident", "enterprise")
            if asked and a["reached"] and self.within(a["at"]):
                last[voice] = a
        grades = [a["satisfaction"] for a in last.values()]
        rated = [g for g in grades if g not in (None, "no_answer")]
        points = sum({"very_satisfied": 10, "satisfied": 10, "basically": 9}.get(g, 0) for g in rated)
        return share(points, 10 * len(rated)), {"rated": len(rated), "unrated": len(grades) - len(rated)}

    def promises(self, cases, turns):
        def left_out(case):
            if case["state"] in ("merged", "withdrawn"):
                return True
            ends = ("case_lapsed", "voice_withdrawn", "supplemented", "case_closed", "case_answered", "case_refused")
            names = [e["name"].removeprefix("appeals.") for e in turns[case["id"]] if e["name"] != "appeals.voice_withdrawn" or json.loads(e["body"]).get("last")]
            names = [n for n in names if n in ends]
            return case["state"] == "archived" and bool(names) and names[-1] in ("case_lapsed", "voice_withdrawn")

        due = [
            c for c in self.rows("clocks")
            if c["stage"] == "handle" and not c["superseded"] and self.within(c["due_at"])
            and (c["stopped_at"] is None or c["met"] is not None) and not left_out(cases[c["case_id"]])
        ]
        met = sum(1 for c in due if c["met"])
        return share(met, len(due)), {"due": len(due), "late": len(due) - met, "extended": sum(1 for c in due if c["extensions"] != "[]")}

    # Councils that stand at the end of the last day, and who sits in those of communities.
    def standing(self):
        return [b for b in self.rows("bodies") if as_day(b["opened_on"]) <= self.last and (b["closed_on"] is None or self.last < as_day(b["closed_on"]))]

    def councils(self):
        bodies = self.standing()
        community = {b["id"] for b in bodies if b["kind"] == "community"}
        since = self.at - 90 * 86_400 * MICRO
        met = {m["body_id"] for m in self.rows("meetings") if m["closed_at"] is not None and m["quorate"] and since <= m["from_at"] < self.at}
        beside = {"met": len(community & met)}
        beside |= {code: sum(1 for b in bodies if b["kind"] == kind) for code, kind in CHILD_KINDS.items()}
        return {"deliberation.bodies.active": (len(community), beside), "deliberation.roster.people": self.roster(community)}

    def seats_held(self, bodies):
        return [
            s for s in self.rows("body_memberships")
            if s["body_id"] in bodies and as_day(s["from_day"]) <= self.last < as_day(s["to_day"])
            and (s["ended_on"] is None or self.last < as_day(s["ended_on"]))
        ]

    def roster(self, community):
        seats, places = self.seats_held(community), 0
        for charter in self.rows("body_charters"):
            if charter["body_id"] in community and as_day(charter["from_day"]) <= self.last and (charter["to_day"] is None or self.last < as_day(charter["to_day"])):
                places += sum(line["seats"] for line in json.loads(charter["rules"])["seats"])
        professions, half = {s["profession"] for s in seats} - {""}, set()
        came = {(a["meeting_id"], a["person_id"]) for a in self.rows("meeting_attendances")}
        held = [m for m in self.rows("meetings") if m["closed_at"] is not None and m["quorate"] and m["opened_at"] < self.at]
        for s in seats:
            due = [m["id"] for m in held if m["body_id"] == s["body_id"] and m["opened_at"] >= start_of(as_day(s["from_day"]))]
            if due and 2 * sum((m, s["person_id"]) in came for m in due) >= len(due):
                half.add(s["person_id"])
        beside = {"seats": len(seats), "vacant": max(0, places - len(seats)), "half": len(half), "professions": len(professions)}
        return len({s["person_id"] for s in seats}), beside

    def sat(self):
        """Meetings of the period by the day they were held, else are planned for."""
        kinds = {b["id"]: b["kind"] for b in self.rows("bodies")}
        noticed = {n["meeting_id"] for n in self.rows("meeting_notices")}
        for m in self.rows("meetings"):
            when = m["opened_at"] if m["opened_at"] is not None else m["from_at"]
            if self.within(when):
                good = m["state"] == "sealed" and m["voided_at"] is None and bool(m["quorate"]) and m["id"] in noticed
                yield {**m, "kind": kinds[m["body_id"]], "good": good, "when": when}

    def meetings(self):
        came = defaultdict(list)
        for a in self.rows("meeting_attendances"):
            came[a["meeting_id"]].append(a["person_id"])
        all = list(self.sat())

        def of(these):
            good = [m for m in these if m["good"]]
            people = [p for m in good for p in came[m["id"]]]
            states = [m["state"] for m in these]
            return len(good), {
                "held": sum(1 for m in these if m["closed_at"] is not None and m["quorate"]),
                "planned": states.count("planned") + states.count("convened"),
                "inquorate": states.count("inquorate"),
                "cancelled": states.count("cancelled"),
                "participations": len(people),
                "people": len({p for p in people if p is not None}) + people.count(None),
            }

        young = [m for m in all if m["kind"] == "youth"]
        (every, beside_every), (by_young, beside_young) = of(all), of(young)
        councils = sum(1 for b in self.standing() if b["kind"] == "youth")
        return {
            "deliberation.meetings.good": (every, beside_every | {"youth": by_young}),
            "deliberation.meetings.grid": of([m for m in all if m["kind"] == "grid"]),
            "deliberation.youth.meetings": (by_young, beside_young | {"bodies": councils}),
        }

    # One good meeting a month of each community's council.
    def duty(self):
        held = defaultdict(list)
        for m in self.rows("meetings"):
            if m["state"] not in ("cancelled", "inquorate"):
                day = day_of(m["opened_at"] if m["opened_at"] is not None else m["from_at"])
                held[m["body_id"], day.year, day.month].append(m)
        excuses = {(e["body_id"], e["month"]) for e in self.rows("duty_excuses")}
        today, until = day_of(self.now), min(self.last, day_of(self.at - 1))
        counts = defaultdict(int)
        for body in self.rows("bodies"):
            if body["kind"] != "community" or (body["closed_on"] is not None and as_day(body["closed_on"]) <= self.first):
                continue
            year, month = self.first.year, self.first.month
            while (year, month) <= (until.year, until.month):
                after = date(year + month // 12, month % 12 + 1, 1)
                if after > as_day(body["opened_on"]):
                    these = held[body["id"], year, month]
                    quorate = {m["state"] if m["voided_at"] is None else "closed" for m in these if m["quorate"]}
                    counts["owed"] += 1
                    if "sealed" in quorate:
                        counts["met"] += 1
                    elif (body["id"], year * 100 + month) in excuses:
                        counts["excused"] += 1
                    elif quorate & {"closed", "drafted", "circulated"}:
                        counts["held"] += 1
                    elif min(today, self.last + timedelta(days=1)) >= after:
                        counts["missed"] += 1
                year, month = after.year, after.month
        beside = {code: counts[code] for code in ("owed", "met", "excused", "missed", "held")}
        return {"deliberation.duty.rate": (share(beside["met"], beside["owed"] - beside["excused"]), beside)}

    # Bodies with a plan: meetings of the period held well, of those planned for the whole years it lies in.
    def plans(self):
        in_force = {}
        for p in sorted(self.rows("meeting_plans"), key=lambda p: (p["at"], p["id"])):
            if self.first.year <= p["year"] <= self.last.year and p["at"] < self.end:
                in_force[p["body_id"], p["year"]] = p["meetings"]
        bodies = {body for body, _ in in_force}
        planned = sum(in_force.values())
        good = sum(1 for m in self.sat() if m["good"] and m["body_id"] in bodies)
        return {"deliberation.meetings.planned": (share(good, planned), {"planned": planned, "good": good, "bodies": len(bodies)})}

    # Meetings whose table of origins is open: fifteen known, three in ten unsaid at most, no cell from one to four.
    def fusion(self):
        origins = defaultdict(dict)
        for g in self.rows("meeting_group_counts"):
            if g["dim"] == "origin":
                origins[g["meeting_id"]][g["category"]] = g["came"]
        known = mixed = 0
        for h in self.rows("meeting_headcounts"):
            cells = origins[h["meeting_id"]]
            said = sum(cells.values())
            silent = h["came"] - said
            small = any(1 <= n < 5 for n in [*cells.values(), silent])
            if self.within(h["held_at"]) and said >= 15 and silent * 100 <= 30 * h["came"] and not small:
                known += 1
                mixed += 4 * cells.get("native", 0) >= said and 4 * cells.get("new", 0) >= said
        return {"deliberation.fusion.meetings": (share(mixed, known), {"known": known, "mixed": mixed})}

    # What both origins stand behind, as it was when the proposal was answered; a table as for meetings.
    def backings(self):
        proposals = {p["id"]: p for p in self.rows("proposals")}
        opened = {m["id"]: m["opened_at"] for m in self.rows("matters")}
        known, bridging, matters_known, matters = 0, 0, set(), set()
        for b in self.rows("proposal_backings"):
            old, new = b["natives"], b["newcomers"]
            silent = b["came"] - old - new
            if old + new < 15 or silent * 100 > 30 * b["came"] or any(1 <= n < 5 for n in (old, new, silent)):
                continue
            both = 4 * old >= old + new and 4 * new >= old + new
            if self.within(b["at"]):
                known += 1
                bridging += both
            matter = proposals[b["proposal_id"]]["matter_id"]
            if matter is not None and self.within(opened[matter]):
                matters_known.add(matter)
                if both:
                    matters.add(matter)
        return {
            "deliberation.fusion.proposals": (share(bridging, known), {"known": known, "bridging": bridging}),
            "deliberation.fusion.matters": (len(matters), {"known": len(matters_known)}),
        }

    def matters(self):
        steps, first_decision = defaultdict(list), {}
        for step in self.rows("matter_steps"):
            steps[step["matter_id"]].append(step)
        for r in sorted(self.rows("matter_resolutions"), key=lambda r: -r["at"]):
            first_decision[r["matter_id"]] = r["at"]
        counts, settled = defaultdict(int), []
        for m in self.rows("matters"):
            if m["opened_at"] >= self.end:
                continue
            left = max((s["to_at"] for s in steps[m["id"]] if s["to_at"] is not None), default=None)
            counts["opened"] += self.within(m["opened_at"])
            counts["decided"] += self.within(first_decision.get(m["id"]))
            counts["delivered"] += m["state"] == "walking" and m["step"] == "evaluation"
            counts["declined"] += m["state"] == "declined" and self.within(left)
            # Settled for the first time; what happens to it later moves no period.
            first = min((s for s in steps[m["id"]] if s["step"] == "evaluation" and s["how"] == "passed"), key=lambda s: s["no"], default=None)
            if first is not None and self.within(first["to_at"]):
                settled.append((m, first))
        counts["again"] = sum(1 for _, first in settled if first["round"] > 1)
        over = sum(1 for m, first in settled if any(s["how"] == "overridden" and s["no"] <= first["no"] for s in steps[m["id"]]))
        joined = sum(1 for m, _ in settled if m["track"] in ("small", "urgent"))
        beside = {code: counts[code] for code in ("opened", "decided", "delivered", "declined", "again")}
        return {
            "deliberation.matters.settled": (len(settled), beside),
            "deliberation.steps": self.steps(steps),
            "deliberation.six_steps": (share(len(settled) - over, len(settled)), {"settled": len(settled), "overridden": over, "joined": joined}),
        }

    # Where matters stood in the period, and which step they passed in it.
    def steps(self, steps):
        stood, passed = defaultdict(set), defaultdict(set)
        for matter, rows in steps.items():
            for s in rows:
                if s["from_at"] < self.end and (s["to_at"] is None or s["to_at"] >= self.begin):
                    stood[s["step"]].add(matter)
                    if s["how"] in ("passed", "overridden") and self.within(s["to_at"]):
                        passed[s["step"]].add(matter)
        beside = {}
        for step in ("needs", "options", "deliberation", "decision", "delivery", "evaluation"):
            beside |= {step: len(stood[step]), f"{step}_passed": len(passed[step])}
        return len(set().union(*stood.values())), beside

    def proposals(self):
        authors, tasks = self.rows("proposal_authors"), self.rows("matter_tasks")
        all = self.rows("proposals")

        def of(these):
            alone = [p for p in these if p["state"] != "merged"]
            return len(alone), {
                "reached": sum(1 for p in alone if p["reached_at"] is not None),
                "answered": sum(1 for p in alone if p["verdict"] is not None),
                "matters": sum(1 for p in alone if p["verdict"] == "matter"),
                "declined": sum(1 for p in alone if p["verdict"] == "declined"),
                "merged": len(these) - len(alone),
            }

        put = [p for p in all if self.within(p["opened_at"])]
        asked, doing, taken = set(), set(), set()
        for p in all:
            if p["verdict"] != "matter" or p["answered_at"] >= self.at or p["matter_id"] is None:
                continue
            for a in authors:
                if a["proposal_id"] != p["id"] or a["person_id"] is None:
                    continue
                asked.add(a["person_id"])
                own = {t["id"] for t in tasks if t["matter_id"] == p["matter_id"] and t["owner_account"] is not None and t["owner_account"] == a["account_id"] and t["state"] != "cancelled"}
                taken |= own
                if own:
                    doing.add(a["person_id"])
        return {
            "deliberation.proposals.made": of(put),
            "deliberation.youth.proposals": of([p for p in put if p["origin"] == "youth_council"]),
            "deliberation.proposals.author_became_doer": (len(doing), {"tasks": len(taken), "authors": len(asked)}),
        }

    # What was raised in the period, each at the farthest stage it reached by the day.
    def chain(self):
        decided, evaluated, settled = {}, {}, {}
        for v in self.rows("matter_resolutions"):
            decided[v["matter_id"]] = min(v["at"], decided.get(v["matter_id"], v["at"]))
        for s in self.rows("matter_steps"):
            if s["step"] == "evaluation" and s["how"] == "passed":
                settled[s["matter_id"]] = min(s["to_at"], settled.get(s["matter_id"], s["to_at"]))
            if s["step"] == "evaluation":
                evaluated[s["matter_id"]] = min(s["from_at"], evaluated.get(s["matter_id"], s["from_at"]))
        matters = {m["id"]: m for m in self.rows("matters") if m["opened_at"] < self.at}

        def stage(m):
            if settled.get(m["id"], self.at) < self.at:
                return 4
            if evaluated.get(m["id"], self.at) < self.at:
                return 3
            return 2 if decided.get(m["id"], self.at) < self.at else 1

        raised = {}
        for p in self.rows("proposals"):
            if p["state"] != "merged" and p["opened_at"] < self.at:
                raised["proposal", p["id"]] = [p["opened_at"], 0]
        for s in self.rows("matter_sources"):
            m = matters.get(s["matter_id"])
            if m is None or (s["link_id"] is None and m["state"] == "merged"):
                continue
            key = (s["link_kind"], s["link_id"]) if s["link_id"] is not None else (s["matter_id"], s["no"])
            if s["link_kind"] == "proposal" and key not in raised:
                continue
            known = raised.setdefault(key, [m["opened_at"], 0])
            known[1] = max(known[1], stage(m))
            if s["link_kind"] != "proposal":
                known[0] = min(known[0], m["opened_at"])
        stages = [reached for at, reached in raised.values() if self.within(at)]
        names = ["matter", "resolution", "delivered", "satisfied"]
        return {"deliberation.chain": (len(stages), {name: sum(1 for x in stages if x > n) for n, name in enumerate(names)})}


def count(database, first, last, now):
    return Street(database, first, last, now).count()
