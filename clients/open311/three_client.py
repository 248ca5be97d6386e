"""The `three` client in JSON: discovery, services, a definition, lists, one, and a post with attribute and picture."""
import io
import itertools
import os
import struct
import zlib
from datetime import date, timedelta

itertools.ifilter = filter  # the client is of the time before Python 3
from three import Three  # noqa: E402


def picture():
    """A PNG of 32 by 24 points."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes((x * 8, y * 10, 90))[:3] * 32 for y, x in zip(range(24), range(24)))
    head = struct.pack(">IIBBBBB", 32, 24, 8, 2, 0, 0, 0)
    image = io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    image.name = "lamp.png"
    return image


def main():
    city = Three(os.environ["BASE"] + "/open311/v2", api_key=os.environ["OPEN311_KEY"])
    found = city.discovery()
    assert found["endpoints"][0]["formats"] == ["text/xml", "application/json"], found
    services = city.services()
    assert any(s["service_code"] == "roads-lamp" for s in services)
    assert city.services("roads-lamp")["attributes"][0]["code"] == "pole"
    listed = city.requests()
    assert len(listed) > 10
    today = date.today()
    day = lambda back: (today - timedelta(days=back)).strftime("%m-%d-%Y")
    month = city.requests(start=day(30), end=day(0))
    assert month and len(month) <= len(listed)
    assert len(city.requests(start=day(30), count=5)) == 5
    assert city.requests(between=[day(20), day(10)])
    closed = city.requests(status="closed", count=20)
    assert len(closed) == 20 and all(r["status"] == "closed" for r in closed)
    too_long = city.requests(start=day(200), end=day(0))
    assert too_long[0]["code"] == 4005, too_long
    number = listed[0]["service_request_id"]
    assert city.request(number)[0]["service_request_id"] == number
    assert city.token("none")[0]["code"] == 4044

    words = {"lat": "31.96", "long": "118.74", "description": "开放接口客户端演练：路灯不亮", "first_name": "林晓", "phone": "13900000000"}
    refused = city.post("roads-lamp", **words)
    assert refused[0]["code"] == 4004 and "pole" in refused[0]["description"], refused
    sent = city.post("roads-lamp", **words, **{"attribute[pole]": "A-17"})
    assert sent[0]["service_request_id"] and "查询码" in sent[0]["service_notice"], sent
    again = city.post("roads-lamp", **words, **{"attribute[pole]": "A-17"})
    assert again == sent, "sent again it is the same request"
    with_picture = city.post("roads-lamp", media=picture(), **{**words, "attribute[pole]": "A-18"})
    assert with_picture[0]["service_request_id"] != sent[0]["service_request_id"], with_picture
    nobody = Three(os.environ["BASE"] + "/open311/v2", api_key="lq_none_none").post("roads-lamp", **words)
    assert nobody[0]["code"] == 403, nobody
    print(f"three: {len(services)} services, {len(listed)} requests, two brought")


main()
