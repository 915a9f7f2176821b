"""Runs `gongkai check --json` over documents and compares what it says with what is expected."""

import collections
import dataclasses
import hashlib
import json
import re
import subprocess

import model
import scripts

PRESENT_RULES = ['S.ROW_MISSING', 'S.TABLE_MISSING', 'S.FORM_YEAR', 'C.UNREADABLE', 'C.NOT_A_COUNT',
                 'T3.GROUP_SUBTOTAL']
BATCH = 100


@dataclasses.dataclass
class Outcome:
    document: object
    facts: int = 0
    wrong: list = dataclasses.field(default_factory=list)      # one line for each wrong fact
    invented: int = 0
    findings: list = dataclasses.field(default_factory=list)   # one line for each wrong finding
    metadata: list = dataclasses.field(default_factory=list)

    @property
    def good(self):
        return not self.wrong and not self.findings and not self.metadata


def run(binary, paths, options=()):
    """Returns {sha256: report}, exit status and standard error of one call."""
    done = subprocess.run([binary, 'check', '--json', *options, *map(str, paths)],
                          capture_output=True, timeout=3600)
    reports = {}
    for line in done.stdout.decode().splitlines():
        report = json.loads(line)
        reports[report['document'].split('/')[1]] = report
    return reports, done.returncode, done.stderr.decode(errors='replace')


def _fact_text(presence, value, note):
    return presence + (f' {value}' if value else '') + (f' [{note}]' if note else '')


def _folded(text):
    """A note whatever the script it is printed in; pinyin in brackets is noise."""
    return scripts.traditional(re.sub(r'\([^()0-9]{1,6}\)', '', text.replace(' ', '')))


def compare(document, read, error):
    outcome = Outcome(document)
    report = document.report
    if report is None:
        if read is not None:
            numbers = sum(f['presence'] == model.REPORTED for f in read['facts'])
            outcome.metadata.append('a report was read where there is none')
            outcome.invented += numbers
        elif not error:
            outcome.metadata.append('refused without a reason')
        return outcome
    outcome.facts = len(report.cells)
    if read is None and report.damaged:
        return outcome
    if read is None:
        outcome.wrong = [f'refused: {error}'] * max(1, len(report.cells))
        return outcome
    facts = {(f['indicator'], f['applicant']): f for f in read['facts']}
    for key, cell in report.cells.items():
        fact = facts.pop(key, None)
        presence = fact['presence'] if fact else 'absent'
        value = fact.get('value', '') if fact else ''
        note = (fact or {}).get('note', '').replace(' ', '')
        if presence == cell.presence and value == cell.value and (
                _folded(note) == _folded(cell.note) or not cell.note_sure and not note):
            continue
        if not cell.sure and (presence in (*cell.allowed, 'absent') or presence == model.REPORTED == cell.presence
                              and value == cell.value):
            continue
        if presence == 'absent' and cell.presence == model.MISSING:
            continue
        if presence == model.REPORTED and value != cell.value:
            outcome.invented += 1
        raw = f" (raw {fact['rawText']!r})" if fact and fact.get('rawText') else ''
        outcome.wrong.append(f'{key[0]} {key[1]}: expected '
                             f'{_fact_text(cell.presence, cell.value, cell.note)} '
                             f'{cell.text!r}, got {_fact_text(presence, value, note)}{raw}')
    for key, fact in facts.items():
        if fact['presence'] == model.REPORTED:
            outcome.invented += 1
            outcome.wrong.append(f"{key[0]} {key[1]}: not in the report, got {fact['value']}")
    _compare_findings(outcome, read)
    if report.damaged:
        return outcome
    if read['year'] != report.year:
        outcome.metadata.append(f"year: expected {report.year}, got {read['year']}")
    if scripts.traditional(report.agency) != scripts.traditional(read['agencyName']):
        outcome.metadata.append(f"agencyName: expected {report.agency}, got {read['agencyName']}")
    if report.form not in read['formVersion']:
        outcome.metadata.append(f"formVersion: expected {report.form}, got {read['formVersion']}")
    return outcome


def _compare_findings(outcome, read):
    report = outcome.document.report
    found = collections.Counter(f['ruleId'] for f in read['findings'])
    for rule, count in outcome.document.counted.items():
        if found[rule] != count:
            outcome.findings.append(f'{rule}: expected {count} findings, got {found[rule]}')
    if report.lossy:
        return
    for rule in PRESENT_RULES:
        if rule in report.open_rules:
            continue
        if (rule in report.rules) != (found[rule] > 0):
            outcome.findings.append(f'{rule}: expected {"some" if rule in report.rules else "none"}, '
                                    f'got {found[rule]}')


def evaluate(binary, documents, folder):
    """Writes the documents into `folder`, checks them in batches; an Outcome each."""
    outcomes = []
    for start in range(0, len(documents), BATCH):
        batch = documents[start:start + BATCH]
        paths = []
        for document in batch:
            path = folder / document.name
            path.write_bytes(document.data)
            paths.append(path)
        options = ['--ocr'] if any(d.layout.startswith('scan:') for d in batch) else []
        reports, status, errors = run(binary, paths, options)
        worst = 0
        for document, path in zip(batch, paths):
            read = reports.get(hashlib.sha256(document.data).hexdigest())
            error = '\n'.join(line for line in errors.splitlines() if path.name in line)
            outcomes.append(compare(document, read, error))
            if read is None:
                worst = 2
            elif any(f['severity'] == 'ERROR' for f in read['findings']):
                worst = max(worst, 1)
        if status != worst:
            raise AssertionError(f'exit status {status} where {worst} is due, batch {start}')
    return outcomes


def table(outcomes):
    """The summary by layout, and by what was done to the report."""
    layouts, deeds = collections.defaultdict(list), collections.defaultdict(list)
    for outcome in outcomes:
        layouts[outcome.document.layout].append(outcome)
        for deed in outcome.document.deeds:
            deeds[deed].append(outcome)
    head = (f'{"":28} {"docs":>5} {"facts %":>8} {"docs right %":>12} {"invented":>8} '
            f'{"rules wrong":>11} {"metadata wrong":>14}')
    lines = [head] + [summary_line(name, members) for name, members in layouts.items()]
    lines += [summary_line('all', outcomes), '', head]
    lines += [summary_line(name, members) for name, members in sorted(deeds.items())]
    return '\n'.join(lines)


@dataclasses.dataclass
class Total:
    facts: float       # per cent of the facts that are right
    right: float       # per cent of the documents without a wrong fact
    invented: int


def total(outcomes):
    facts = sum(o.facts for o in outcomes)
    wrong = sum(len(o.wrong) for o in outcomes)
    return Total(100 * (1 - wrong / facts) if facts else 100.0,
                 100 * sum(not o.wrong for o in outcomes) / max(1, len(outcomes)),
                 sum(o.invented for o in outcomes))


def summary_line(name, outcomes):
    sums = total(outcomes)
    return (f'{name:28} {len(outcomes):5} {sums.facts:8.3f} {sums.right:12.2f} {sums.invented:8} '
            f'{sum(bool(o.findings) for o in outcomes):11} '
            f'{sum(bool(o.metadata) for o in outcomes):14}')


def details(outcome, folder, limit=12):
    document = outcome.document
    lines = [f'--- {folder / document.name}']
    if document.report:
        lines.append('    made: ' + '; '.join(document.report.notes))
    for kind, found in (('fact', outcome.wrong), ('rule', outcome.findings),
                        ('metadata', outcome.metadata)):
        found = list(dict.fromkeys(found))
        lines += [f'    {kind} {line}' for line in found[:limit]]
        if len(found) > limit:
            lines.append(f'    {kind} ... {len(found) - limit} more')
    return '\n'.join(lines)
