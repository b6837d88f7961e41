# SPDX-License-Identifier: MIT
"""How tests wait: for something to be so, never for time to pass."""
import time


def wait_until(true, seconds, what):
    """Asks again and again, for as long as that may take at most."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"waited {seconds} s in vain: {what}"
        time.sleep(0.01)
