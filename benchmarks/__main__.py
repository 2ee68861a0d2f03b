"""`python -m benchmarks [NAME] [OPTIONS]`: list the benches, or run one."""

from __future__ import annotations

import importlib
import sys

BENCHES = {
    "accuracy": "how often each consensus is right, beside a vote, real and simulated [--only --seeds --again]",
    "agreement_cold": "earmark agreement on 10,000 rows, each call a new process [--again]",
    "audit_million": "audit, agreement, consensus on 10^6 annotations, beside crowd-kit [--again --rows --only]",
    "browser_budgets": "the workbench in Chromium: each figure beside its budget [--again --hours --offline]",
    "consensus_golden": "ask crowd-kit and cleanlab and write tests/golden/consensus_methods.json",
    "coverage": "how often intervals hold the truth, by design; writes docs/reference/coverage.md [--again --only --minutes]",
    "consensus_speed": "GLAD and MACE beside crowd-kit, a round and a whole fit [--items --labels --again]",
    "crowd": "write a synthetic crowd as CSV: --out FILE [--items --annotators --labels --answers --seed]",
    "engines": "local and Ray on the same shards, one worker killed [--rows --workers --memory]",
    "fuzz": "feed the readers damaged files for a stated time",
    "golden": "ask the oracles and write tests/golden/*.json",
    "import_size": "200,000 turns and 2 GB of calls: whole, killed, cancelled, on both databases [--again --what]",
    "measures": "measures and aggregators beside those of others, cold and warm [--again --only PART]",
    "oracles": "install the oracle environments [--lock writes their lock files anew]",
    "server_load": "take-next and submit at stated rates, beside Label Studio's own server [--again --rates --only]",
    "storm": "40 people, 2,000 items x 3, the server killed three times, on both databases [--again --items --database]",
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
