# SPDX-License-Identifier: MIT
"""A small disk that a test fills: a tmpfs of its own, which only root can mount."""
import os
import pathlib
import subprocess
import tempfile

SPARE = 96 << 20  # what is left on it until it is filled: some segments of WAL


class Disk:
    """`folder` is where it is mounted."""

    def __init__(self, holds):
        """With room for what this folder holds, and some to spare."""
        used = sum(file.stat().st_blocks * 512 for file in pathlib.Path(holds).rglob("*"))
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="accord-disk.", dir="/tmp"))
        options = f"size={used + SPARE},mode=755"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.folder], check=True)
        self.balloon = self.folder / "balloon"

    def fill(self):
        """To the last block."""
        with self.balloon.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass

    def free(self):
        self.balloon.unlink(missing_ok=True)

    def remove(self):
        subprocess.run(["umount", "--lazy", self.folder], check=True)
        os.rmdir(self.folder)
