"""Reports made from the bundled sample: other agencies, single cells changed, and what must be
found in them. What is expected is worked out here from the identities printed on the form."""

import pathlib
import re

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
SAMPLE = (DATA / "sample-2019.txt").read_text(encoding="utf-8")

APPLICANTS = [line.split("\t")[0]
              for line in (DATA / "applicants.tsv").read_text(encoding="utf-8").splitlines()[1:]]


def sample_facts():
    """{(indicator, applicant): value} of the sample."""
    facts = {}
    for line in (DATA / "sample-2019.facts.tsv").read_text(encoding="utf-8").splitlines():
        indicator, applicant, value = line.split("\t")
        facts[(indicator, applicant)] = value
    return facts


def _cells():
    """{(indicator, applicant): span of its number in SAMPLE} for tables 3 and 4. In the sample
    every number of these tables stands at the start of a line, in the order of the form."""
    keys = [k for k in sample_facts() if k[0].startswith(("requests.", "disputes."))]
    spans = []
    start = SAMPLE.index("一、本年新收政府信息公开申请数量")
    end = SAMPLE.index("五、存在的主要问题")
    for match in re.finditer(r"(?m)^\d+(?= \|)", SAMPLE[start:end]):
        spans.append((start + match.start(), start + match.end()))
    assert len(spans) == len(keys) == 176, (len(spans), len(keys))
    facts = sample_facts()
    for key, (begin, stop) in zip(keys, spans):
        assert SAMPLE[begin:stop] == facts[key], (key, SAMPLE[begin:stop], facts[key])
    return dict(zip(keys, spans))


CELLS = _cells()


def with_cell(key, value):
    """The sample with another number in one cell."""
    begin, end = CELLS[key]
    return SAMPLE[:begin] + str(value) + SAMPLE[end:]


_INFLOW = ("requests.received", "requests.carried_in", "requests.concluded", "requests.carried_out")


def broken_by(key):
    """The findings (rule, subject) of severity ERROR that a changed number in a cell must give."""
    indicator, applicant = key
    if not indicator.startswith("requests."):
        return {("T4.GROUP_TOTAL", indicator.split(".")[1])}
    findings = {("T3.ROW_TOTAL", indicator)}
    if indicator in _INFLOW:
        findings.add(("T3.IN_EQUALS_OUT", applicant))
    if indicator not in _INFLOW or indicator == "requests.concluded":
        findings.add(("T3.OUTCOME_TOTAL", applicant))
    return findings


def errors_of(report):
    """The same of a report as proto3 JSON."""
    return {(f["ruleId"], f.get("subject", ""))
            for f in report.get("findings", []) if f["severity"] == "ERROR"}


def facts_of(report):
    return {(f["indicator"], f.get("applicant", "")): f.get("value")
            for f in report.get("facts", [])}


_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(number):
    """A 统一社会信用代码 with a right check character (GB 32100-2015), one for each number."""
    body = f"11{500101:06d}{number:09d}"
    total = sum(_CODE_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + _CODE_ALPHABET[(31 - total % 31) % 31]


_NAME_A = "安平宁昌永兴长丰和顺泰康福寿嘉祥瑞德信义仁礼智文武"
_NAME_B = "山川河湖江海林泉溪石原野阳阴东西南北中岭"


def agency_name(number):
    """One of 500 counties that do not exist."""
    return _NAME_A[number % 25] + _NAME_B[number // 25 % 20] + "县"


def report_of(number, key=None):
    """The sample as the report of agency `number`; with `key`, that cell is one too high."""
    text = SAMPLE if key is None else with_cell(key, int(sample_facts()[key]) + 1)
    text = text.replace("11500000009275780L", credit_code(number))
    return text.replace("重庆市", agency_name(number)).encode("utf-8")
