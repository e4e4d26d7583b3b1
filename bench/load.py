"""Load from a second process on this machine only: wrk (Debian), bounded in time and connections."""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Load:
    """What a run answered."""

    per_second: float
    p99_ms: float
    errors: int


UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def run(
    url: str, *, seconds: int = 5, connections: int = 16, headers: dict[str, str] | None = None, script: str = ""
) -> Load:
    """Ask one address again and again. `script`: Lua, for requests that differ."""
    if not shutil.which("wrk"):
        raise SystemExit("make bench needs wrk: apt-get install wrk")
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    with tempfile.TemporaryDirectory() as folder:
        if script:
            path = Path(folder) / "script.lua"
            path.write_text(script)
            command += ["-s", str(path)]
        said = subprocess.run([*command, url], capture_output=True, text=True, timeout=seconds + 30, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1))  # type: ignore[union-attr]
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    p99 = float(slow.group(1)) * UNITS[slow.group(2)] if slow else 0.0
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    errors = int(bad.group(1)) if bad else 0
    return Load(rate, p99, errors + (sum(map(int, broken.groups())) if broken else 0))


def posting(path: str, token: str) -> str:
    """Lua that posts a reply with a new idempotency key each time."""
    return f"""
local n = 0
request = function()
  n = n + 1
  local key = string.format("%d-%d-%d", os.time(), n, math.random(1e9))
  local headers = {{ ["Content-Type"] = "application/json", ["Authorization"] = "Bearer {token}", ["Idempotency-Key"] = key }}
  return wrk.format("POST", "{path}", headers, '{{"body": "Une réponse du banc d’essai, avec **quelques** mots."}}')
end
"""


def reading(paths: list[str], cookies: list[str]) -> str:
    """Lua that asks these pages as these people, all with all in turn."""
    return f"""
local paths = {{ {", ".join(f'"{path}"' for path in paths)} }}
local cookies = {{ {", ".join(f'"{cookie}"' for cookie in cookies)} }}
local n = -1
request = function()
  n = n + 1
  local path = paths[n % #paths + 1]
  local cookie = cookies[math.floor(n / #paths) % #cookies + 1]
  return wrk.format("GET", path, {{ ["Cookie"] = cookie }})
end
"""
