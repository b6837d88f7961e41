# SPDX-License-Identifier: MIT
"""Certificates that sign themselves, for a day or two."""
import subprocess


def make_certificate(folder, name, names="DNS:localhost,IP:127.0.0.1"):
    """`key` and `certificate` in the folder, in place of those that are there."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        + ["-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName={names}"]
        + ["-keyout", folder / "key.new", "-out", folder / "certificate.new"],
        check=True,
        capture_output=True,
    )
    (folder / "key.new").replace(folder / "key")
    (folder / "certificate.new").replace(folder / "certificate")
