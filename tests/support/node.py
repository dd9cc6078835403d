"""Functions of the widgets' JavaScript, called from Python: one Node for many calls."""

import json
import shutil
import subprocess

from tools import ROOT

__all__ = ["NODE", "NodeModule"]

#: Where Node is, or None.
NODE = shutil.which("node")

_SERVE = """
import { createInterface } from "node:readline";
const module = await import(process.argv[1]);
for await (const line of createInterface({ input: process.stdin })) {
  const { name, given } = JSON.parse(line);
  const revive = (value) => value?.bytes !== undefined
    ? Uint8Array.from(Buffer.from(value.bytes, "hex"))
    : Array.isArray(value) ? value.map(revive)
    : value && typeof value === "object"
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revive(each)]))
      : value;
  const answer = await module[name](...given.map((value) => revive(value) ?? undefined));
  console.log(JSON.stringify(ArrayBuffer.isView(answer) ? Array.from(answer) : answer ?? null));
}
"""


class NodeModule:
    """A JavaScript module in a Node of its own; its exported functions are called by name.

    Bytes go as `Uint8Array`; arrays of numbers come back as lists.

    Parameters
    ----------
    path : str
        From the project's folder.
    """

    def __init__(self, path):
        command = [NODE, "--input-type=module", "--eval", _SERVE, (ROOT / path).as_uri()]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def call(self, name, *given):
        """Call an exported function and wait for what it returns."""
        self._process.stdin.write(json.dumps({"name": name, "given": given}, default=_bytes) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"{name} failed; Node's own words are in stderr"
        return json.loads(line)

    def close(self):
        """Let Node end."""
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


def _bytes(value):
    return {"bytes": bytes(value).hex()}
