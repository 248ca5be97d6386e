"""Writes places.geojson, buildings.csv, population.csv, units.toml and posts.toml of the fictional 青石街道.

Same seed, same files: run `python3 demo/make_places.py` after changing a number and commit what it wrote.
Grids share the corners and the bent middles of their edges; communities and the street are the outlines
that remain when shared edges cancel, so children tile their parent exactly.
"""
import csv
import json
import random
from pathlib import Path

HERE = Path(__file__).parent  # population: an empty `as_of` is the day the loader gives, relative to today
luck = random.Random(20260101)
bend = random.Random(20260102)  # shares of the population
WEST, EAST, SOUTH, NORTH = 118.700000, 118.780000, 31.930000, 31.990000
LAYOUT = ["AABBCCD.", "AABBCDDD", "EEFFGGHH", "EFFGGLHH", "IIJJKLMM", ".IJKKLMM"]
COMMUNITIES = dict(zip("ABCDEFGHIJKLM", [
    "云杉", "翠湖", "望荷", "松风", "锦溪", "百草", "桐荫", "星桥", "竹里", "春澜", "石泉", "枫岸", "科创"]))
ESTATES = dict(zip("ABCDEFGHIJKLM", [
    ["云杉里", "云杉新村", "杉语苑", "云栖花园"], ["翠湖苑", "翠湖东园", "翠湖西园", "湖畔名邸"],
    ["望荷苑", "荷塘新居", "望荷公馆"], ["松风里", "松风佳苑", "听松阁", "松岭家园"],
    ["锦溪花园", "锦溪北苑", "溪畔居"], ["百草园", "百草新苑", "芳草居", "青禾苑"],
    ["桐荫里", "桐荫花园", "梧桐雅居", "桐韵苑"], ["星桥公寓", "星桥家园", "星河里", "星悦府"],
    ["竹里新村", "竹里花园", "新篁苑"], ["春澜苑", "春澜佳园", "澜庭"],
    ["石泉新村", "石泉雅苑", "泉水湾"], ["枫岸花园", "枫岸新居", "红枫里"],
    ["科创公寓", "青年社区", "创智园", "研发大厦"]]))
COLUMNS, ROWS = 8, 6
corners, middles = {}, {}


def corner(c, r):
    if (c, r) not in corners:
        edge_c, edge_r = c in (0, COLUMNS), r in (0, ROWS)
        dx = luck.uniform(-.10 if edge_c else -.2, .10 if edge_c else .2)
        dy = luck.uniform(-.10 if edge_r else -.2, .10 if edge_r else .2)
        dx = abs(dx) if c == 0 else -abs(dx) if c == COLUMNS else dx
        dy = abs(dy) if r == 0 else -abs(dy) if r == ROWS else dy
        corners[c, r] = (round(WEST + (c + dx) * (EAST - WEST) / COLUMNS, 6),
                         round(NORTH - (r + dy) * (NORTH - SOUTH) / ROWS, 6))
    return corners[c, r]


def middle(a, b):
    key = (min(a, b), max(a, b))
    if key not in middles:
        middles[key] = (round((a[0] + b[0]) / 2 + luck.uniform(-.0006, .0006), 6),
                        round((a[1] + b[1]) / 2 + luck.uniform(-.0006, .0006), 6))
        x, y = middles[key]
        middles[key] = (min(max(x, WEST), EAST), min(max(y, SOUTH), NORTH))
    return middles[key]


def grid_ring(c, r):
    around = [corner(c, r), corner(c, r + 1), corner(c + 1, r + 1), corner(c + 1, r)]  # counter-clockwise
    ring = []
    for a, b in zip(around, around[1:] + around[:1]):
        ring += [a, middle(a, b)]
    return ring


def outline(rings):
    """What remains of the directed edges once each shared edge has met its opposite; one ring."""
    edges = set()
    for ring in rings:
        for edge in zip(ring, ring[1:] + ring[:1]):
            if edge[::-1] in edges:
                edges.remove(edge[::-1])
            else:
                edges.add(edge)
    after = dict(edges)
    assert len(after) == len(edges), "the outline touches itself"
    start = min(after)
    ring, here = [start], after.pop(start)
    while here != start:
        ring.append(here)
        here = after.pop(here)
    assert not after, "not one piece"
    return ring


def area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1])) / 2


def inside(point, ring):
    x, y = point
    answer = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            answer = not answer
    return answer


def feature(level, code, name, short, parent, ring, kind=None):
    props = {"level": level, "code": code, "name": name, "short_name": short,
             "parent": parent, "datum": "wgs84", "grid_kind": kind}
    return {"type": "Feature", "properties": props,
            "geometry": {"type": "Polygon", "coordinates": [[list(p) for p in ring + ring[:1]]]}}


grids = []  # (code, name, community code, estate, ring)
for number, letter in enumerate(COMMUNITIES, 1):
    cells = [(c, r) for r in range(ROWS) for c in range(COLUMNS) if LAYOUT[r][c] == letter]
    for sequence, (c, r) in enumerate(cells, 1):
        code = f"QS{number:02}"
        grids.append((f"{code}-{sequence:02}", f"{COMMUNITIES[letter]}第{'一二三四'[sequence - 1]}网格",
                      code, ESTATES[letter][sequence - 1], grid_ring(c, r)))
assert len(grids) == 46
communities = [(f"QS{i:02}", name) for i, name in enumerate(COMMUNITIES.values(), 1)]
outlines = {code: outline([g[4] for g in grids if g[2] == code]) for code, _ in communities}
street = outline([g[4] for g in grids])
assert all(area(g[4]) > 0 for g in grids)
assert abs(area(street) - sum(area(g[4]) for g in grids)) < 1e-12
assert abs(area(street) - sum(map(area, outlines.values()))) < 1e-12
features = [feature("street", "QS", "青石街道", "青石", None, street)]
features += [feature("community", code, name + "社区", name, "QS", outlines[code]) for code, name in communities]
features += [feature("grid", g[0], g[1], g[1], g[2], g[4], "base") for g in grids]
body = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
(HERE / "places.geojson").write_text('{"type":"FeatureCollection","features":[\n' + body + "\n]}\n")

with open(HERE / "buildings.csv", "w", newline="") as out:
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["code", "name", "grid", "lon", "lat"])
    for code, _, _, estate, ring in grids:
        xs, ys = [p[0] for p in ring], [p[1] for p in ring]
        for n in range(1, luck.randint(16, 23) + 1):
            while True:
                x, y = luck.uniform(min(xs), max(xs)), luck.uniform(min(ys), max(ys))
                if all(inside((x + dx, y + dy), ring) for dx in (-.0004, .0004) for dy in (-.0004, .0004)):
                    break
            unit = "座" if estate == "研发大厦" else "幢"
            rows.writerow([f"{code}-{n:03}", f"{estate}{n}{unit}", code, f"{x:.6f}", f"{y:.6f}"])


def split(total, weights):
    """Whole numbers in these proportions whose sum is exactly the total."""
    shares = [total * w / sum(weights) for w in weights]
    whole = [int(s) for s in shares]
    for i in sorted(range(len(shares)), key=lambda i: whole[i] - shares[i])[:total - sum(whole)]:
        whole[i] += 1
    return whole


BANDS = ["0-2", "3-6", "7-13", "14-17", "18-35", "36-59", "60-64", "65-79", "80+"]
SHAPE = {"registered": [2, 4, 7, 4, 19, 36, 8, 16, 4], "resident": [3, 5, 7, 3, 38, 31, 4, 7, 2]}
LIVING = [16, 17, 14, 15, 13, 16, 15, 18, 12, 13, 13, 12, 25.6]
AT_HOME = [5, 4, 3.5, 3.6, 4.4, 3.4, 3.8, 2.6, 5.2, 4.2, 4.6, 3.1, 1.0]
with open(HERE / "population.csv", "w", newline="") as out:
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["place", "measure", "band", "as_of", "value"])
    for measure, total, weights in [("registered", 48_400, AT_HOME), ("resident", 199_600, LIVING)]:
        rows.writerow(["QS", measure, "", "", total])
        for (code, _), people in zip(communities, split(total, weights)):
            rows.writerow([code, measure, "", "", people])
            bent = [s * luck.uniform(.8, 1.2) for s in SHAPE[measure]]
            for band, value in zip(BANDS, split(people, bent)):
                rows.writerow([code, measure, band, "", value])
    for measure, total, weights in [("present", 206_300, LIVING), ("households", 74_800, LIVING)]:
        rows.writerow(["QS", measure, "", "", total])
        for (code, _), value in zip(communities, split(total, weights)):
            rows.writerow([code, measure, "", "", value])
    # What the people of a community are told apart by. Each line of shares says everybody who lives there once.
    homes = {"owners": 44, "tenants": 31, "resettled": 17, "affordable": 8}
    parts = []
    for (code, _), people, registered in zip(communities, split(199_600, LIVING), split(48_400, AT_HOME)):
        native = round(registered * bend.uniform(.93, .99))
        floating = round((people - registered) * bend.uniform(.98, 1))
        women = round(people * bend.uniform(.475, .505))
        told = {"native": native, "newly_settled": people - native, "floating": floating, "women": women, "men": people - women}
        told |= dict(zip(homes, split(people, [share * bend.uniform(.6, 1.4) for share in homes.values()])))
        parts.append((code, told))
    for measure in parts[0][1]:
        rows.writerow(["QS", measure, "", "", sum(told[measure] for _, told in parts)])
        for code, told in parts:
            rows.writerow([code, measure, "", "", told[measure]])

UNITS = [("wuye", "物业管理办公室", "office"), ("chengguan", "综合执法中队", "office"),
         ("shehui", "社会事务办公室", "office"), ("pingan", "平安法治办公室", "office"),
         ("chengjian", "城市建设办公室", "office"), ("lvhua", "市政绿化管理所", "office"),
         ("huanwei", "环境卫生管理所", "office"), ("weijian", "卫生健康办公室", "office"),
         ("jingji", "经济发展办公室", "office"), ("yingji", "应急管理办公室", "office"),
         ("fuwu", "便民服务中心", "office"), ("huifang", "回访评价中心", "office"),
         ("duban", "督查考核办公室", "office")]
COMPANIES = [("pm-anju", "安居青石物业公司", ["QS01", "QS02", "QS03"]), ("pm-hehe", "禾和物业公司", ["QS04", "QS05", "QS06"]),
             ("pm-linli", "邻里家物业公司", ["QS07", "QS08", "QS09"]), ("pm-chunni", "春泥物业公司", ["QS10", "QS11"]),
             ("pm-zhiyuan", "知远园区服务公司", ["QS12", "QS13"])]
UTILITIES = [("water", "青石自来水服务站"), ("power", "青石供电服务站"), ("gas", "青石燃气服务站"),
             ("telecom", "青石通信服务站"), ("transit", "青石公交服务站")]
lines = ["# Units that may hold a case. All fictional. `communities` empty: the whole street.\n"]


def unit(code, name, kind, scope=()):
    scope = ", ".join(f'"{c}"' for c in scope)
    lines.append(f'[[unit]]\ncode = "{code}"\nname = "{name}"\nkind = "{kind}"\ncommunities = [{scope}]\n')


for code, name, kind in UNITS:
    unit(code, name, kind)
for code, name in communities:
    unit("community-" + code[2:], name + "社区居委会", "community_office", [code])
for code, name, scope in COMPANIES:
    unit(code, name, "property_company", scope)
for code, name in UTILITIES:
    unit(code, name, "utility")
(HERE / "units.toml").write_text("\n".join(lines))

SURNAMES = "柏桑蓝安齐路白江叶温池程简南柳乔纪尹舒童"
GIVEN = ["明川", "知夏", "文澜", "若谷", "晓棠", "子衿", "景行", "安宁", "秋实", "云舒", "清和", "思远", "素心", "望舒", "长青", "小满", "立春", "听雨"]
people = [s + g for s in SURNAMES for g in GIVEN]
luck.shuffle(people)
posts = ["# Posts and the people who hold them. All fictional. `login` empty: no demo sign-in.\n"]


TITLES = {"clerk": "受理员", "dispatcher": "派单员", "handler": "承办人", "reviewer": "审核人", "verifier": "核查员",
          "callback_officer": "回访员", "exclusion_panel": "剔除判定组", "supervisor": "督办员", "street_leader": "街道领导", "auditor": "审计员",
          "community_secretary": "社区书记", "grid_head": "网格长", "grid_worker": "网格员", "building_head": "楼栋长",
          "system_administrator": "系统管理员", "security_administrator": "安全管理员", "audit_administrator": "审计管理员"}
names = {}


def post(key, role, unit_code, place, login=""):
    """The same key twice is one person with two posts; the sign-in stands with the first."""
    name = names[key] = names.get(key) or people.pop()
    posts.append(f'[[post]]\nkey = "{key}"\nname = "{name}"\nrole = "{role}"\ntitle = "{TITLES[role]}"\n'
                 f'unit = "{unit_code}"\nplace = "{place}"\nlogin = "{login}"\n')


post("clerk-1", "clerk", "fuwu", "QS", "clerk")
for n in (2, 3, 4, 5):
    post(f"clerk-{n}", "clerk", "fuwu", "QS")
post("dispatcher-1", "dispatcher", "fuwu", "QS", "dispatcher")
post("dispatcher-2", "dispatcher", "fuwu", "QS")
post("callback-1", "callback_officer", "huifang", "QS", "callback")
post("callback-2", "callback_officer", "huifang", "QS")
post("supervisor-1", "supervisor", "duban", "QS", "supervisor")
post("verifier-1", "verifier", "duban", "QS", "verifier")
post("leader-1", "street_leader", "duban", "QS", "leader")
post("sysadmin", "system_administrator", "", "QS", "sysadmin")
post("secadmin", "security_administrator", "", "QS", "secadmin")
post("secadmin-2", "security_administrator", "", "QS")
post("auditadmin", "audit_administrator", "", "QS", "auditadmin")
post("auditor-1", "auditor", "", "QS", "auditor")
for code, _, _ in UNITS[:10]:
    post(f"handler-{code}", "handler", code, "QS", f"handler-{code}" if code in ("wuye", "chengguan") else "")
    post(f"reviewer-{code}", "reviewer", code, "QS", f"reviewer-{code}" if code in ("wuye", "chengguan") else "")
for code, _ in communities:
    n = code[2:]
    post(f"secretary-{n}", "community_secretary", f"community-{n}", code, f"secretary-{n}" if n in ("01", "02") else "")
    post(f"handler-community-{n}", "handler", f"community-{n}", code)
for code, _, _ in COMPANIES:
    post(f"handler-{code}", "handler", code, "QS")
for code, _ in UTILITIES:
    post(f"handler-{code}", "handler", code, "QS")
for g in grids:
    community = "community-" + g[2][2:]
    post(f"head-{g[0]}", "grid_head" if g[0].endswith("-01") else "grid_worker", community, g[0])
for g in grids[::8]:
    post(f"building-{g[0]}-001", "building_head", "community-" + g[2][2:], f"{g[0]}-001")
first = people.pop()
for code in ["fuwu", "duban"]:
    post(f"handler-{code}", "handler", code, "QS")
    post(f"reviewer-{code}", "reviewer", code, "QS")
for code, _ in UTILITIES:
    post(f"reviewer-{code}", "reviewer", code, "QS")
for code, _ in communities:
    post(f"secretary-{code[2:]}", "reviewer", "community-" + code[2:], code)
homes = ["QS02-01-003"] + [f"{g[0]}-{1 + n % 9:03}" for n, g in enumerate(grids[::2])]
for n, home in enumerate(homes, 1):
    name, login = (first, "resident") if n == 1 else (people.pop(), "")
    posts.append(f'[[resident]]\nkey = "resident-{n}"\nname = "{name}"\nphone = "199-0000-{n:04}"\nplace = "{home}"\nlogin = "{login}"\n')
# The panel on scores: two from units that handle other things.
post("panel-1", "exclusion_panel", "jingji", "QS", "panel-1")
post("panel-2", "exclusion_panel", "weijian", "QS", "panel-2")
(HERE / "posts.toml").write_text("\n".join(posts))
