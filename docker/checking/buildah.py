"""buildah: builds and runs images where there is neither an engine nor a registry."""

import os
from pathlib import Path

from . import processes


class Buildah:
    """buildah with a storage folder of its own.

    :param storage: folder for images and containers
    :param images: storage folder of another, whose images may be used
    """

    def __init__(self, storage: Path, images: Path | None = None):
        # vfs is the one storage driver that asks nothing of the kernel.
        self._program = ["buildah", "--storage-driver", "vfs"]
        self._program += ["--root", str(storage / "root"), "--runroot", str(storage / "run")]
        if images:
            self._program += ["--storage-opt", f"vfs.imagestore={images / 'root'}"]
        self.variables = {**os.environ, "BUILDAH_ISOLATION": "chroot", "TMPDIR": str(storage)}

    def __call__(self, *arguments):
        """Run a command of buildah and return what it prints.

        :raise SetupError: when it fails
        """
        title = f"buildah {arguments[0]}"
        return processes.output([*self._program, *arguments], title, env=self.variables)

    def build(self, console, dockerfile: Path, context: Path, tag, *options):
        """Build an image and show its steps.

        :raise SetupError: with the last lines of the step that failed
        """
        files = ["--file", str(dockerfile), "--ignorefile", f"{dockerfile}.dockerignore"]
        processes.shown(
            [
                *self._program,
                "build",
                "--pull-never",
                "--layers=false",
                *files,
                "--tag",
                tag,
                *options,
                str(context),
            ],
            f"Building {dockerfile}",
            lambda line: line[:80] if line.startswith("STEP ") else "",
            console,
            env=self.variables,
        )

    def command_line(self, container, words, environment=None, volumes=()):
        """Command line that runs `words` in a working container."""
        options = []
        for name, value in (environment or {}).items():
            options += ["--env", f"{name}={value}"]
        for volume in volumes:
            options += ["--volume", volume]
        return [*self._program, "run", *options, container, "--", *words]
