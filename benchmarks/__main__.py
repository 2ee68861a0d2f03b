"""`python -m benchmarks [NAME] [OPTIONS]`: list the benches, or run one."""

from __future__ import annotations

import importlib
import sys

BENCHES = {
    "agreement_cold": "earmark agreement on 10,000 rows, each call a new process [--again]",
    "audit_million": "audit, agreement, consensus on 10^6 annotations, beside crowd-kit [--again --rows --only]",
    "crowd": "write a synthetic crowd as CSV: --out FILE [--items --annotators --labels --answers --seed]",
    "fuzz": "feed the readers damaged files for a stated time",
    "golden": "ask the oracles and write tests/golden/*.json",
    "oracles": "install the oracle environments [--lock writes their lock files anew]",
}


def main(arguments: list[str]) -> int:
    """Run the bench named first; return its exit code, 2 for a name that is not known."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        for name, what in BENCHES.items():
            print(f"{name:<16}{what}")
        return 0
    name, *rest = arguments
    if name not in BENCHES:
        print(f"benchmarks: no bench '{name}'; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    module = "environments" if name == "oracles" else name
    code: int = importlib.import_module(f"benchmarks.{module}").main(rest)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
