"""Twenty people log at once: they wait for each other, nobody gets an error."""

import re
from concurrent.futures import ThreadPoolExecutor

PEOPLE = 20


def log_complaint(laboratory, key, number):
    return laboratory.call(
        key,
        "lab.complaint",
        "create",
        vals_list=[{"subject": f"Call {number}", "description": "The line was busy all morning."}],
    )


def test_parallel_creations_get_consecutive_numbers(laboratory):
    key = laboratory.api_key("sales")
    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = list(pool.map(lambda n: log_complaint(laboratory, key, n), range(PEOPLE)))
    assert [answer.status_code for answer in answers] == [200] * PEOPLE, answers[0].text
    ids = [number for answer in answers for number in answer.json()]
    read = laboratory.call(key, "lab.complaint", "read", ids=ids, fields=["name"]).json()
    assert all(re.fullmatch(r"CP/\d{4}/\d{5}", record["name"]) for record in read)
    numbers = sorted(int(record["name"].rsplit("/")[-1]) for record in read)
    assert numbers == list(range(numbers[0], numbers[0] + PEOPLE))


def test_failed_creation_gives_its_number_back(laboratory):
    key = laboratory.api_key("sales")
    before = laboratory.call(
        key, "lab.complaint", "create", vals_list=[{"subject": "A", "description": "First."}]
    ).json()
    refused = laboratory.call(
        key,
        "lab.complaint",
        "create",
        vals_list=[
            {"subject": "B", "description": "Fine."},
            {"subject": "C", "description": "In the future.", "received_on": "2999-01-01 08:00:00"},
        ],
    )
    assert refused.status_code == 422
    assert "future" in refused.json()["message"]
    after = laboratory.call(
        key, "lab.complaint", "create", vals_list=[{"subject": "D", "description": "Second."}]
    ).json()
    first, second = laboratory.call(
        key, "lab.complaint", "read", ids=before + after, fields=["register_number"]
    ).json()
    assert second["register_number"] == first["register_number"] + 1
