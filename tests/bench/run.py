"""What `bin/bench` runs in the product's Python: measure, compare with the budgets, report."""

import argparse
import json
import os
import pickle
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parents[1] / "bin")]

import lifecycle  # noqa: E402
import report  # noqa: E402
import review  # noqa: E402
from databases import MeasuredDatabases  # noqa: E402
from measure import Bench, keep, summary  # noqa: E402

from environment import REPOSITORY, Console, SetupError, prepare  # noqa: E402

QUICK = (1_000, 10_000)
WHOLE = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = {1_000: 9, 10_000: 9, 100_000: 9, 1_000_000: 5}
QUICK_ROUNDS = 3
TABLE_ROUNDS = 3
# Cases of the period that is reviewed, at most.
REVIEWED = 100_000


def parse_arguments():
    """Options of the command line."""
    parser = argparse.ArgumentParser(
        prog="bin/bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="1,000 and 10,000 cases, in minutes")
    parser.add_argument("--sizes", help="numbers of cases, with commas")
    parser.add_argument("--rounds", type=int, help="how often each action is measured")
    parser.add_argument(
        "--keep",
        action="store_true",
        help="keep the largest database: no update and no uninstallation is measured there; a"
        " quick run keeps it",
    )
    parser.add_argument("--output", type=Path, default=REPOSITORY / "bench-results")
    parser.add_argument("--publish", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    chosen = options.sizes and [int(size) for size in options.sizes.split(",")]
    options.sizes = chosen or list(QUICK if options.quick else WHOLE)
    return options


def measure(environment, options):
    """All figures, as plain values: {"size": {action: {title: summary}}}."""
    databases, recorded, figures = MeasuredDatabases(environment), None, {}
    for size in options.sizes:
        name = databases.filled(size)
        rounds = options.rounds or (QUICK_ROUNDS if options.quick else ROUNDS.get(size, 7))
        with Bench(environment, name, size, options.output).open() as bench:
            if not recorded:
                # The browser waits most of the time: the next database is filled meanwhile.
                with ThreadPoolExecutor(1) as others:
                    others.map(databases.filled, options.sizes[1:2])
                    recorded = note(environment, databases, bench, options.output)
            environment.console.say(f"{size:,} cases: {rounds} rounds")
            costs = bench.measure(recorded, rounds)
            figures[str(size)] = {
                action: {title: summary(found) for title, found in by_title.items()}
                for action, by_title in costs.items()
            }
            if size == (max(QUICK) if options.quick else 100_000):
                environment.console.say(f"{size:,} cases: spreadsheets")
                figures[str(size)].update(
                    bench.measure_tables(1 if options.quick else TABLE_ROUNDS)
                )
        keep(figures, options.output / "sizes.json")
        if size == max(options.sizes):
            figures[str(size)].update(measure_review(databases, name))
            if not (options.keep or options.quick):
                steps = lifecycle.measure(databases, name)
                figures[str(size)]["lifecycle"] = {"steps": steps}
                databases.drop(name)
    return figures


def measure_review(databases, name):
    """The figures of a review against one pass over its cases."""
    databases.console.say("Review")
    script = f"import sys\nsys.path.insert(0, {str(FOLDER)!r})\nimport review\n"
    said = databases.run_script(name, script + f"review.time_review(env, {REVIEWED})")
    found = json.loads(said.split(review.MARK)[1].splitlines()[0])
    what = (
        f"review of {found['cases']:,} cases in {found['days']} days against one pass over them"
        f" ({found['review']:.1f} s : {found['pass']:.2f} s, {found['queries']} SQL,"
        f" {found['memory']} MB at the most)"
    )
    return {"review ratio": {"what": what, "ratio": found["review"] / found["pass"]}}


def note(environment, databases, bench, folder):
    """Calls of the web client, noted from a browser once for the same add-ons."""
    file = folder / f"calls-{databases.compared()}.pickle"
    if not file.exists():
        environment.console.say("Noting what the web client asks")
        file.write_bytes(pickle.dumps(bench.record()))
    return pickle.loads(file.read_bytes())


def main():
    """Measure and return the exit status: 1 when a budget is not kept."""
    options = parse_arguments()
    options.output.mkdir(parents=True, exist_ok=True)
    console = Console()
    started = time.monotonic()
    try:
        environment = prepare(console, for_tests=True)
        os.environ.update(environment.cluster.variables)
        with environment.cluster.running():
            figures = {
                "about": report.about(environment),
                "sizes": measure(environment, options),
            }
    except SetupError as error:
        print(f"bin/bench: {error}", file=sys.stderr)
        return 1
    figures["about"]["minutes"] = round((time.monotonic() - started) / 60, 1)
    keep(figures, options.output / "figures.json")
    text, kept = report.write(figures)
    (options.output / "benchmarks.md").write_text(text)
    if options.publish:
        report.publish({**report.published(), **figures})
    print(text)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
