"""The `georeport` client in both its formats: services, a definition, the list, one, and errors as it raises them."""
import os

import requests
from georeport import GeoReport

BASE = os.environ["BASE"] + "/open311/v2"


def several(value):
    """In XML this client gives a single element as itself, several as a list."""
    return value if isinstance(value, list) else [value]


def main():
    seen = {}
    for notation in ("json", "xml"):
        city = GeoReport(BASE, output_format=notation)
        services = city.get_service_list()
        lamp = next(s for s in services if s["service_code"] == "roads-lamp")
        assert lamp["service_name"] == "路灯不亮" and str(lamp["metadata"]).lower() == "true", lamp
        definition = city.get_service_definition("roads-lamp")
        attributes = definition["attributes"]
        attributes = attributes if notation == "json" else several(attributes["attribute"])
        assert attributes[0]["code"] == "pole" and str(attributes[0]["required"]).lower() == "true"
        listed = several(city.get_service_requests())
        assert len(listed) > 10
        open_ones = several(city.get_service_requests(status="open"))
        assert open_ones and all(r["status"] == "open" for r in open_ones)
        number = listed[0]["service_request_id"]
        one = several(city.get_service_request(number))
        assert len(one) == 1 and one[0]["service_request_id"] == number
        some = several(city.get_service_requests(service_request_id=f"{number}, {listed[1]['service_request_id']}"))
        assert len(some) == 2
        for wrong in (lambda: city.get_service_definition("none"), lambda: city.get_service_request("none"),
                      lambda: city.get_service_requests(start_date="2026-01-01T00:00:00Z", end_date="2026-12-01T00:00:00Z")):
            try:
                wrong()
            except requests.HTTPError:
                continue
            raise AssertionError("an error that the client did not notice")
        seen[notation] = (len(services), [r["service_request_id"] for r in listed])
    assert seen["json"] == seen["xml"]
    print(f"georeport: {seen['json'][0]} services, {len(seen['json'][1])} requests, alike in JSON and XML")


main()
