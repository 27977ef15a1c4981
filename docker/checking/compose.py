"""compose.yaml as Docker would read it, and the rules it has to keep."""

import json
import re

from environment.console import SetupError

from . import processes

VARIABLE = re.compile(r"\$(?:(\$)|\{(\w+)(?:(:[-?])([^}]*))?\})")


class Compose:
    """A compose file with its text and its services.

    :param python: interpreter that has PyYAML
    """

    def __init__(self, path, python):
        self.path = path
        self.text = path.read_text()
        self._python = python
        # `$PLAIN` and `${A:-${B}}` are valid in compose files and not understood here.
        if re.search(r"\$[^${]|\$\{[^}]*\$", self.text):
            raise SetupError(f"{path}: write every variable as ${{NAME:-default}} or ${{NAME:?…}}.")

    def resolved(self, variables):
        """The file as data, with these variables filled in.

        :raise SetupError: when a required one is missing, or it is no YAML
        """

        def value(match):
            dollar, name, operator, text = match.groups()
            if dollar:
                return "$"
            if variables.get(name):
                return variables[name]
            if operator == ":?":
                raise SetupError(f"{self.path.name}: {name} is not set.")
            return text or ""

        def filled(data):
            if isinstance(data, dict):
                return {key: filled(item) for key, item in data.items()}
            if isinstance(data, list):
                return [filled(item) for item in data]
            return VARIABLE.sub(value, data) if isinstance(data, str) else data

        program = "import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout)"
        command = [str(self._python), "-c", program, str(self.path)]
        return filled(json.loads(processes.output(command, f"Reading {self.path.name}")))

    def require_no_default_passwords(self, example):
        """Refuse a password that is written down, here or in `.env.example`."""
        passwords = set()
        for name, operator in re.findall(r"\$\{(\w*PASS\w*)(:[-?])?", self.text):
            passwords.add(name)
            if operator != ":?":
                raise SetupError(f"{self.path.name}: {name} must be required, ${{{name}:?…}}.")
        for line in re.findall(r"^\s*\w*PASS\w*:.*$", self.text, re.MULTILINE):
            if not re.search(r":\s*\$\{\w*PASS\w*:\?[^}]+\}$", line):
                raise SetupError(f"{self.path.name}: a password is written down: {line.strip()}")
        shown = read_variables(example)
        for name in passwords:
            if shown.get(name) != "":
                raise SetupError(f"{example.name} must name {name} and leave it empty.")


def merged(base, override):
    """Two compose files as one, as far as they are used here: mappings are joined, and of
    anything else the later one counts."""
    if not (isinstance(base, dict) and isinstance(override, dict)):
        return override
    joined = {key: merged(base[key], value) for key, value in override.items() if key in base}
    return {**base, **override, **joined}


def require_lasting_services(data):
    """Refuse services without health check or restart, and volumes nobody declared."""
    for name, service in data["services"].items():
        for volume in service.get("volumes", []):
            if volume.split(":")[0] not in data["volumes"]:
                raise SetupError(f"compose.yaml: service {name} has no named volume for {volume}.")
        if service.get("restart") == "no":  # runs once and ends
            continue
        for key in ("healthcheck", "restart", "volumes"):
            if not service.get(key):
                raise SetupError(f"compose.yaml: service {name} has no '{key}'.")


def read_variables(path):
    """Names and values of a file of variables such as `.env`."""
    lines = (line.strip() for line in path.read_text().splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
