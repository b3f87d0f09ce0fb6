"""Adds the tests' results up: `tally.py FILE:STATUS…`, one JUnit XML and the exit status of what wrote it each.

A file that is missing or broken, or that tells of no failure although its writer ended with one, counts as one failure.
The last line is "N passed, N failed".
"""

import sys
import xml.etree.ElementTree as ElementTree

passed = failed = skipped = 0
for argument in sys.argv[1:]:
    path, status = argument.rsplit(":", 1)
    try:
        cases = ElementTree.parse(path).getroot().findall(".//testcase")
    except (OSError, ElementTree.ParseError) as error:
        print(f"failed: {path}: {error}")
        failed += 1
        continue
    bad = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    left_out = [case for case in cases if case.find("skipped") is not None]
    for word, some in [("failed", bad), ("skipped", left_out)]:
        for case in some:
            print(f"{word}: {case.get('classname')}.{case.get('name')}")
    if status != "0" and not bad:
        print(f"failed: {path}: what wrote it ended with {status}")
        failed += 1
    failed += len(bad)
    skipped += len(left_out)
    passed += len(cases) - len(bad) - len(left_out)

print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
sys.exit(1 if failed or not passed else 0)
