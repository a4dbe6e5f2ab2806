"""Compare the readings of all projects below some folders.

`nox -s openspec -- FOLDER …` installs OpenSpec's command line and calls this.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.openspec_cli.readings import compare, find_projects, read_by_export

folders = [Path(argument) for argument in sys.argv[1:]]
projects = [project for folder in folders for project in find_projects(folder)]
readings = [read_by_export(project) for project in projects]
tasks = sum(len(each.tasks) for each in readings)
documents = sum(len(each.requirements) for each in readings)
differences = [f"{project}: {each}" for project in projects for each in compare(project)]
print(*differences, sep="\n")
print(f"{tasks} lists of tasks and {documents} specifications, {len(differences)} differences")
