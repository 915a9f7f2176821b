"""Scans of all kinds are read as they must be. Minutes: a page takes seconds."""

import os
import pathlib
import tempfile
import unittest

import documents
import evaluate

BINARY = os.path.join(os.environ.get('GONGKAI_BIN', ''), 'gongkai')
COUNT = 3   # documents of a kind, of three pages or so

# Facts right of each kind, in per cent. What is not right is UNREADABLE or MISSING.
LEAST_RIGHT = {'pdf': 85, 'coarse': 85, 'aslant': 80, 'worn': 60, 'tiff': 85, 'jpeg': 75, 'png': 70}


class ScanCorpusTest(unittest.TestCase):
    def test_no_number_is_invented_and_most_are_read(self):
        for kind, least in LEAST_RIGHT.items():
            with self.subTest(kind=kind), tempfile.TemporaryDirectory() as folder:
                made = [documents.make(f'scan:{kind}', index, 'gate') for index in range(COUNT)]
                outcomes = evaluate.evaluate(BINARY, made, pathlib.Path(folder))
                total = evaluate.total(outcomes)
                print(kind, total.facts, total.invented)
                report = '\n'.join([evaluate.table(outcomes)] + [
                    evaluate.details(o, pathlib.Path(folder)) for o in outcomes if not o.good])
                self.assertEqual(total.invented, 0, report)
                self.assertGreaterEqual(total.facts, least, report)


if __name__ == '__main__':
    unittest.main()
