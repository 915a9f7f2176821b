"""The generator keeps its own promises, and a fixed part of the corpus is read as it must be."""

import os
import pathlib
import random
import tempfile
import unittest

import documents
import evaluate
import expected
import grids
import look as looks
import model
import synth

BINARY = os.path.join(os.environ.get('GONGKAI_BIN', ''), 'gongkai')

# Layouts by the start of their names: documents of each, facts right and documents without a
# wrong fact in per cent, invented numbers.
GATES = [
    ('none:', 6, 100, 100, 0),
    ('before_2019:text', 12, 100, 100, 0),
    ('before_2019:html', 12, 100, 100, 0),
    ('html', 12, 99.9, 98, 0),
    ('xlsx', 8, 99.9, 97, 0),
    ('text', 12, 99.9, 98, 0),
    ('second', 12, 99.9, 98, 0),
    ('docx', 12, 99.9, 98, 0),
] + ([
    ('pdf:', 8, 99.9, 98, 0),
    ('pdf_platypus', 8, 99.9, 98, 0),
    ('before_2019:pdf', 12, 100, 100, 0),
] if documents.pdf_layouts else [])


class GeneratorTest(unittest.TestCase):
    def test_synthetic_reports_contradict_nothing(self):
        for seed in range(60):
            report = synth.synthesize(random.Random(seed), single_other=seed % 3 == 0)
            self.assertEqual(sum(expected.findings(report).values()), 0, f'seed {seed}')

    def test_every_fact_stands_in_a_table_once(self):
        for seed in range(60):
            rng = random.Random(seed)
            report = synth.synthesize(rng, single_other=seed % 3 == 0)
            look = looks.Look(rng, odd=True, **looks.structure(rng))
            printed = [cell.key for tables in grids.grids_of(report, look).values()
                       for grid in tables for row in grid.rows for cell in row if cell.key]
            wanted = [key for key, cell in report.cells.items() if cell.presence != model.MISSING]
            self.assertEqual(sorted(printed), sorted(wanted), f'seed {seed}')

    def test_rows_of_a_table_are_equally_wide(self):
        for seed in range(60):
            rng = random.Random(seed)
            report = synth.synthesize(rng, single_other=seed % 3 == 0)
            look = looks.Look(rng, odd=True, **looks.structure(rng))
            for tables in grids.grids_of(report, look).values():
                for grid in tables:
                    widths = {len(row) for row in grid.expanded()}
                    self.assertEqual(len(widths), 1, f'seed {seed}, table {grid.table}')

    def test_a_changed_number_is_one_broken_identity_or_two(self):
        report = synth.synthesize(random.Random(5), '2021', 2023)
        report.set_value(('requests.granted', 'business'),
                         report.number('requests.granted', 'business') + 1)
        self.assertEqual(dict(expected.findings(report)),
                         {'T3.OUTCOME_TOTAL': 1, 'T3.ROW_TOTAL': 1})

    def test_the_same_seed_gives_the_same_bytes(self):
        for layout in documents.LAYOUTS:
            self.assertEqual(documents.make(layout, 3, 'x').data, documents.make(layout, 3, 'x').data)


class GateTest(unittest.TestCase):
    def test_what_must_be_read(self):
        for start, count, facts, right, invented in GATES:
            with self.subTest(layouts=start), tempfile.TemporaryDirectory() as folder:
                made = [documents.make(layout, index, 'gate') for layout in documents.LAYOUTS
                        if layout.startswith(start) and layout != 'text:aligned' for index in range(count)]
                self.assertTrue(made)
                outcomes = evaluate.evaluate(BINARY, made, pathlib.Path(folder))
                total = evaluate.total(outcomes)
                report = '\n'.join([evaluate.table(outcomes)] + [
                    evaluate.details(o, pathlib.Path(folder)) for o in outcomes if not o.good][:20])
                self.assertGreaterEqual(total.facts, facts, report)
                self.assertGreaterEqual(total.right, right, report)
                self.assertLessEqual(total.invented, invented, report)
                if start == 'none:':
                    self.assertEqual(sum(not o.good for o in outcomes), 0, report)


if __name__ == '__main__':
    unittest.main()
