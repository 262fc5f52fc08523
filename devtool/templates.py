"""Run by .venv's Python: compile every template of ours, so that slips show before pages do."""

import sys
from pathlib import Path

import django
from django.conf import settings
from django.template import TemplateSyntaxError, engines


def broken() -> list[str]:
    """One line for each template that does not compile."""
    django.setup()
    found = []
    for engine in settings.TEMPLATES:
        folders = [Path(folder) for folder in engine["DIRS"]]
        loader = engines[engine.get("NAME", engine["BACKEND"].rsplit(".", 2)[-2])]
        for folder in folders:
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                name = file.relative_to(folder).as_posix()
                try:
                    loader.get_template(name)
                except (TemplateSyntaxError, UnicodeDecodeError) as wrong:
                    found.append(f"{name}: {wrong}")
    return found


if __name__ == "__main__":
    lines = broken()
    print("\n".join(lines))
    sys.exit(1 if lines else 0)
