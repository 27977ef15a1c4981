"""The image of docker/Dockerfile, built, and a container that was made from it."""

from environment import REPOSITORY

from . import processes, stand_in
from .buildah import Buildah

DOCKERFILE = REPOSITORY / "docker/Dockerfile"
NAME = "localhost/lab_complaint"
ENTRYPOINT = "/entrypoint.sh"
# What pip has to know in a place with a package index of its own.
PIP_SETTINGS = ("index-url", "extra-index-url", "trusted-host", "proxy", "timeout", "retries")


class Image:
    """The image and one container of it; the commands run in turn, on the same files.

    :param environment: what :func:`environment.prepare` returned
    :param base: storage folder with the stand-in for the official image
    :param storage: folder that the image and the container may fill
    """

    def __init__(self, environment, base, storage):
        self.environment = environment
        self.buildah = Buildah(storage, images=base)
        self._build(storage / "pip.conf")
        self.container = self.buildah("from", "--pull-never", NAME)

    def _build(self, pip_configuration):
        self.environment.console.say("docker/Dockerfile")
        pip_configuration.write_text(self._pip_settings())
        options = ["--build-arg", f"BASE_IMAGE={stand_in.NAME}"]
        # The machine's own certificates and its own way to the package index.
        options += ["--volume", "/etc/ssl/certs:/etc/ssl/certs:ro"]
        options += ["--volume", f"{pip_configuration}:/etc/pip.conf:ro"]
        self.buildah.build(self.environment.console, DOCKERFILE, REPOSITORY, NAME, *options)

    def _pip_settings(self):
        command = [str(self.environment.python), "-m", "pip", "config", "list"]
        lines = ["[global]"]
        for line in processes.output(command, "pip config").splitlines():
            name, _, value = line.partition("=")
            setting = name.rsplit(".", 1)[-1]
            if setting in PIP_SETTINGS:
                lines.append(f"{setting} = {value.strip(chr(39))}")
        return "\n".join(lines) + "\n"

    def connection(self, database):
        """Variables that lead to the private cluster instead of the service `db`."""
        cluster = self.environment.cluster.variables
        return {
            "PGHOST": "/run/postgresql",
            "PGPORT": cluster["PGPORT"],
            "PGUSER": cluster["PGUSER"],
            "PGDATABASE": database,
        }

    def command_line(self, words, variables=None):
        """Command line that runs `words` in the container, with a way to the cluster."""
        cluster = self.environment.cluster.variables
        # The socket alone: others may not enter the folder it lies in.
        name = f".s.PGSQL.{cluster['PGPORT']}"
        volumes = [f"{cluster['PGHOST']}/{name}:/run/postgresql/{name}"] if variables else []
        return self.buildah.command_line(self.container, words, variables, volumes)

    def output(self, words, variables=None, log=None):
        """What `words` print in the container.

        :param log: file that takes all of the output when they fail
        :raise SetupError: when they fail
        """
        title = f"In the image, '{words[-1] if words[0] == ENTRYPOINT else words[0]}'"
        command = self.command_line(words, variables)
        return processes.output(command, title, log=log, env=self.buildah.variables)
