"""Reads the tests' results as JUnit XML and says how many passed and failed: `tally.py FILE…`, one line at the end.

A file that is missing or broken is a suite that ended badly, and counts as one failure.
"""

import sys
import xml.etree.ElementTree as ElementTree

passed = failed = 0
for path in sys.argv[1:]:
    try:
        cases = ElementTree.parse(path).getroot().findall(".//testcase")
    except (OSError, ElementTree.ParseError) as error:
        print(f"{path}: {error}")
        failed += 1
        continue
    bad = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    skipped = [case for case in cases if case.find("skipped") is not None]
    for case in bad:
        print(f"failed: {case.get('classname')}.{case.get('name')}")
    for case in skipped:
        print(f"skipped: {case.get('classname')}.{case.get('name')}")
    failed += len(bad)
    passed += len(cases) - len(bad) - len(skipped)

print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed or not passed else 0)
