#!/usr/bin/env python3
"""A lake made by many machines, and what a review counts most, counted by them.

    spark-submit spark/retroscope_spark.py exports --to lake
    retroscope review lake --out report --people --names
    spark-submit spark/retroscope_spark.py --from lake --report report --aggregates counted

The first run spreads the files of `exports` over the executors. Each runs `retroscope normalise` on its share, into a small lake
of its own; `retroscope` then takes these over into one lake and looks at every byte on the way. So there is one implementation of
every rule, and the lake is the one that a single machine makes, byte for byte (`docs/lake.md`). What the lake holds already is not
read again, and a run that dies leaves it as it was.

The last run lets Spark shuffle the lake's tables: it drops superseded versions and counts interruptions, involvements and
concurrency. With `--report`, records that the review brought together are one incident; without, every record stands for itself.
Both runs can be one: give exports, `--to` and `--aggregates`. What a review knows and the lake's tables do not is in `docs/lake.md`.

What it needs: PySpark 4 with Java 17, the program at the same place on every machine, and a file system on which all of them see
exports and lake. It reads nothing else and writes to the lake, to a hidden folder beside it, and to the folder of `--aggregates`.
"""

import argparse
import ctypes
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from pyspark import TaskContext
from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as F

# Pages to one person within so many seconds of the first are one interruption, unless a report was made with another gap.
INTERRUPTION_GAP_S = 60
# An incident that is still open counts up to the day of the export, unless it is older than this and than 99 in 100 of those that
# are over: then it was forgotten. As in `overlap`.
STALE_FLOOR_DAYS = 7
# A period is covered in part where the first incident is later than this after its beginning, or the exports are earlier than this
# before its end.
LATE_START_DAYS, EARLY_END_DAYS = 7, 1
# Marks a folder that this job made, and may therefore replace.
MARK = "aggregates.json"
# By these entries a person was called, and by those one acted.
CALLED = ["assigned", "notified", "emailed", "escalated", "requested", "reassigned"]
ACTED = ["acknowledged", "resolved", "note", "reassigned", "joined", "mitigated", "status", "severity"]


# ---- from exports to a lake -----------------------------------------------------------------------------------------------

def whole(given: str, kinds: set[str]) -> str:
    """An input as every machine understands it: executors work in folders of their own."""
    kind, _, path = given.partition("=")
    if kind in kinds:
        return f"{kind}={os.path.abspath(path)}"
    if given == "-":
        raise SystemExit("error: could not read standard input: executors do not have it; write it to a file")
    return os.path.abspath(given)


def end_with_parent() -> None:
    """A task that is given up takes the program along, or it would go on writing to a folder that is being removed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def run(command: list[str]) -> str:
    """Runs the program, and gives what it said; what went wrong is the job's error, in its own words."""
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=end_with_parent)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}\nexit status {done.returncode}\n{done.stderr.strip()}")
    return done.stdout + done.stderr


def share(number: int, of: int, command: list[str], work: str) -> str:
    """Reads one share on an executor. Attempts write apart, and the first that is whole gets the name: another one that runs at
    the same time, or ran on a machine that died, changes nothing."""
    place = Path(work) / f"share-{number:05}"
    attempt = Path(work) / f".attempt-{number:05}-{TaskContext.get().taskAttemptId()}"
    shutil.rmtree(attempt, ignore_errors=True)
    told = run([*command, "--share", f"{number}/{of}", "--to", str(attempt)])
    try:
        os.rename(attempt, place)
    except OSError:
        if not (place / "lake.json").exists():
            raise
        shutil.rmtree(attempt, ignore_errors=True)
    return told


def tell_leftovers(target: Path, *kinds: str) -> None:
    for kind in kinds:
        for left in sorted(target.parent.glob(f".{target.name}.{kind}-*")):
            print(f"note: {left} is left of a run that died, and holds what the exports hold; delete it once none is at work",
                  file=sys.stderr)


def normalise(spark: SparkSession, args: argparse.Namespace) -> None:
    """Files into the lake, on all executors."""
    context, lake = spark.sparkContext, Path(args.to).absolute()
    tell_leftovers(lake, "shares")
    of = args.shares or 4 * context.defaultParallelism
    kinds = {line.split()[0] for line in run([args.retroscope, "inspect", "--kinds"]).splitlines() if line.strip()}
    inputs = [whole(given, kinds) for given in args.inputs]
    command = [args.retroscope, "normalise", *inputs, "--threads", "1"]
    if args.settings:
        command += ["--settings", os.path.abspath(args.settings)]
    if (lake / "lake.json").exists():
        command += ["--unless-in", str(lake)]
    work = lake.parent / f".{lake.name}.shares-{context.applicationId}"
    work.mkdir(parents=True)
    try:
        place = str(work)
        numbers = context.parallelize(range(1, of + 1), of)
        all_told = numbers.map(lambda number: share(number, of, command, place)).collect()
        for told in all_told:
            notes = [line for line in told.splitlines() if line.startswith(("note:", "  hint:"))]
            print(*notes, sep="\n", file=sys.stderr, end="\n" if notes else "")
        # Every executor lists the files by itself: where one came or grew in the meantime, some would be in no share.
        if len({found.group(1) for told in all_told if (found := re.search(r"\(list (\w+)\)", told))}) != 1:
            raise SystemExit("error: could not bring the shares together: files came, went or grew while they were read\n"
                             "  hint: nothing was changed; run it again once nobody writes to the exports")
        # By name: a driver may see a folder of other machines late, and a share that it does not see must not be left out.
        shares = [str(work / f"share-{number:05}") for number in range(1, of + 1)]
        print(run([args.retroscope, "normalise", *shares, "--to", str(lake)]), end="")
    finally:
        shutil.rmtree(work, ignore_errors=True)


# ---- from a lake to what a review counts ----------------------------------------------------------------------------------

def local(path: Path) -> str:
    """A place in the file system that all machines share, whatever file system Spark takes by default; no pattern."""
    return "file://" + re.sub(r"([\[\]{}*?\\])", r"\\\1", str(path))


def in_order(root: Path, path: str) -> tuple:
    """Files of a lake come in the order of the folders on the way to them, standard input last."""
    return path == "-", Path(os.path.normpath(root / path)).parts


class Lake:
    """The tables of a lake, also those of which it has no row."""

    def __init__(self, spark: SparkSession, root: Path, program: str):
        self.spark, self.root = spark, root
        run([program, "normalise", "--check", str(root)])
        text = (root / "lake.json").read_bytes()
        self.index, self.sha256 = json.loads(text), hashlib.sha256(text).hexdigest()
        schema = json.loads(run([program, "schema"]))
        self.columns = {table["name"]: table["columns"] for table in schema["lake"]["tables"]}

    def table(self, name: str) -> DataFrame:
        """Only what the index names counts: a run that died may have left parts."""
        parts = [local(self.root / part["path"]) for part in self.index["parts"] if part["table"] == name]
        if parts:
            return self.spark.read.option("basePath", local(self.root / name)).parquet(*parts)
        kinds = {"text": "string", "time": "timestamp", "count": "long", "flag": "boolean", "number": "double"}
        columns = [f"`{column['name']}` {kinds[column['type']]}" for column in self.columns[name]]
        return self.spark.createDataFrame([], ", ".join([*columns, "quarter string"]))

    def files(self) -> DataFrame:
        """Digests of the files in their order; of one that lies in several places, the last."""
        files = sorted(self.index["files"], key=lambda file: in_order(self.root, file["path"]))
        order = {file["sha256"]: at for at, file in enumerate(files)}
        return self.spark.createDataFrame(list(order.items()) or [("", 0)], "file_sha256 string, file_order long")


def newest(lake: Lake) -> DataFrame:
    """What the newest version of each record says of an incident: the one that was changed last, else that of the later file."""
    of_record = Window.partitionBy("record_id")
    by_age = of_record.orderBy(F.desc_nulls_last("version"), F.desc("file_order"), F.desc("row"))
    ranked = lake.table("incidents").join(F.broadcast(lake.files()), "file_sha256", "left")
    ranked = ranked.withColumn("versions", F.count("*").over(of_record)).withColumn("rank", F.row_number().over(by_age))
    return ranked.where("rank = 1").drop("rank", "file_order")


def incident_of(lake: Lake, report: Path | None) -> DataFrame:
    """Record by record, the incident that it tells of."""
    records = lake.table("incidents").select("source", "native_id", "record_id").distinct()
    if report is None:
        return records.withColumn("incident_id", F.col("record_id"))
    told = lake.spark.read.parquet(local(report / "data/records.parquet"))
    told = told.where("incident_id is not null and incident_id != ''").select("record_id", "incident_id").distinct()
    return records.join(told, "record_id")


def machines_of(lake: Lake) -> DataFrame:
    """Whoever is known to be a machine, as its tool calls it."""
    return lake.table("people").groupBy("source", "person").agg(F.max("machine").alias("machine")).where("machine")


def entries(lake: Lake, incidents: DataFrame) -> DataFrame:
    """Entries of logs with the incident of each. Those of incidents that are in no export are left out."""
    log = lake.table("events").select("source", "incident", "kind", "at", "actor", "person")
    keys = incidents.select("source", F.col("native_id").alias("incident"), "incident_id").distinct()
    return log.join(keys, ["source", "incident"]).drop("incident")


def without_machines(rows: DataFrame, machines: DataFrame) -> DataFrame:
    return rows.where("person is not null and person != ''").join(F.broadcast(machines), ["source", "person"], "left_anti")


def seconds(at: Column) -> Column:
    return F.unix_micros(at) / 1_000_000


def interruptions(log: DataFrame, machines: DataFrame, gap_s: int) -> DataFrame:
    """Pages to one person within the gap of the first are one interruption. E-mail interrupts nobody.

    The gap counts from the first page of a group, which no window tells by itself: windows cut the pages of a person where more
    than the gap lies between two of them, and only within such a run they are gone through one by one.
    """
    # Without a gap pages of one moment count, too.
    gap_s = gap_s or -1
    pages = without_machines(log.where("kind = 'notified'"), machines)
    pages = pages.groupBy("source", "person", "at", "incident_id").agg(F.count("*").alias("pages"))
    of_person = Window.partitionBy("source", "person").orderBy("at", "incident_id")
    apart = F.coalesce(seconds(F.col("at")) - seconds(F.lag("at").over(of_person)) > gap_s, F.lit(True))
    runs = pages.withColumn("apart", apart.cast("int"))
    runs = runs.withColumn("run", F.sum("apart").over(of_person.rowsBetween(Window.unboundedPreceding, 0)))
    listed = runs.groupBy("source", "person", "run").agg(
        F.sort_array(F.collect_list(F.struct("at", "incident_id", "pages"))).alias("listed"))
    groups = F.expr(f"""
        aggregate(listed, cast(array() as array<struct<at: timestamp, incident_id: string, pages: bigint>>), (found, page) ->
          if(size(found) = 0 or page.at > element_at(found, -1).at + interval {gap_s} seconds,
             concat(found, array(page)),
             concat(slice(found, 1, size(found) - 1), array(named_struct(
               'at', element_at(found, -1).at, 'incident_id', element_at(found, -1).incident_id,
               'pages', element_at(found, -1).pages + page.pages)))))""")
    found = listed.select("source", "person", F.explode(groups).alias("one"))
    return found.select("one.incident_id", "source", "person", "one.at", "one.pages")


def involvements(lake: Lake, incidents: DataFrame, log: DataFrame, machines: DataFrame) -> DataFrame:
    """Who took part in which incident: first called, first seen to act, last seen."""
    nothing = F.lit(None).cast("timestamp")
    stated = lake.table("involvements").join(incidents.select("record_id", "incident_id").distinct(), "record_id")
    stated = stated.select("incident_id", "source", "person", "notified_at", "joined_at", "left_at")
    called = log.where(F.col("kind").isin(CALLED))
    called = called.select("incident_id", "source", "person", F.col("at").alias("notified_at"),
                           nothing.alias("joined_at"), nothing.alias("left_at"))
    acted = log.where(F.col("kind").isin(ACTED))
    acted = acted.select("incident_id", "source", F.col("actor").alias("person"), nothing.alias("notified_at"),
                         F.col("at").alias("joined_at"), nothing.alias("left_at"))
    parts = without_machines(stated.unionByName(called).unionByName(acted), machines)
    return parts.groupBy("incident_id", "source", "person").agg(
        F.min("notified_at").alias("notified_at"), F.min("joined_at").alias("joined_at"), F.max("left_at").alias("left_at"))


def spans(incidents: DataFrame, as_of: Column) -> DataFrame:
    """Incidents as stretches of time, `[start, end)`: from acknowledgement to mitigation where at least half of them tell both,
    else from start to resolution; an open one up to `as_of`."""
    over = incidents.where("started_at is not null and resolved_at >= started_at")
    age = seconds(F.col("resolved_at")) - seconds(F.col("started_at"))
    limit = over.agg(F.percentile(age, F.lit(0.99))).first()[0] or 0
    limit = max(limit, STALE_FLOOR_DAYS * 86_400)
    over = over.where("resolved_at > started_at")
    answered = F.expr("started_at <= acknowledged_at and acknowledged_at < mitigated_at and mitigated_at <= resolved_at")
    answered = F.coalesce(answered, F.lit(False))
    told, known = over.agg(F.count("*"), F.sum(answered.cast("long"))).first()
    response = answered if known and 2 * known >= told else F.lit(False)
    ended = over.select(F.when(response, F.col("acknowledged_at")).otherwise(F.col("started_at")).alias("start"),
                        F.when(response, F.col("mitigated_at")).otherwise(F.col("resolved_at")).alias("end"))
    goes_on = incidents.where("started_at is not null and resolved_at is null and closed_at is null")
    goes_on = goes_on.where(F.col("status").isin("open", "acknowledged", "mitigated"))
    goes_on = goes_on.where(seconds(as_of) - seconds(F.col("started_at")) <= limit)
    return ended.unionByName(goes_on.select(F.col("started_at").alias("start"),
                                            F.greatest(as_of, F.col("started_at")).alias("end")))


def concurrency(stretches: DataFrame, begin: Column, end: Column) -> DataFrame:
    """Seconds at each number of open incidents between two moments.

    Days are summed first and their levels carried on, so that no machine has to hold more than the steps of one day.
    """
    cut = stretches.select(F.greatest("start", begin).alias("start"), F.least("end", end).alias("end")).where("start < end")
    steps = cut.select(F.col("start").alias("at"), F.lit(1).alias("by")).unionByName(
        cut.select(F.col("end").alias("at"), F.lit(-1).alias("by")))
    bounds = cut.sparkSession.range(1).select(begin.alias("begin"), end.alias("end"))
    edges = bounds.selectExpr("explode(array(begin, end)) as at", "0 as by")
    steps = steps.unionByName(edges).groupBy("at").agg(F.sum("by").alias("by")).withColumn("day", F.to_date("at"))
    days = steps.groupBy("day").agg(F.sum("by").alias("day_by"), F.min("at").alias("day_first"))
    in_order = Window.orderBy("day")
    days = days.withColumn("carried", F.coalesce(F.sum("day_by").over(in_order.rowsBetween(Window.unboundedPreceding, -1)), F.lit(0)))
    days = days.withColumn("day_next", F.lead("day_first").over(in_order))
    of_day = Window.partitionBy("day").orderBy("at")
    pieces = steps.join(F.broadcast(days), "day")
    pieces = pieces.withColumn("level", F.col("carried") + F.sum("by").over(of_day))
    pieces = pieces.withColumn("until", F.coalesce(F.lead("at").over(of_day), F.col("day_next"))).where("until > at")
    at_level = pieces.groupBy("level").agg(F.sum(seconds(F.col("until")) - seconds(F.col("at"))).alias("seconds"),
                                           F.min("at").alias("first_at"))
    # An empty window has no level at all.
    at_level = at_level.where(end > begin)
    peak = at_level.agg(F.max("level")).first()[0] or 0
    all_levels = cut.sparkSession.range(peak + 1).select(F.col("id").alias("level"))
    found = all_levels.join(at_level, "level", "left").withColumn("seconds", F.coalesce("seconds", F.lit(0.0)))
    upwards = Window.orderBy(F.desc("level"))
    found = found.withColumn("seconds_at_least", F.sum("seconds").over(upwards))
    # A jump by several levels reaches all of them in one moment.
    reached = F.min("first_at").over(upwards)
    return found.select("level", "seconds", "seconds_at_least",
                        F.when(F.col("level") == 0, F.col("first_at")).otherwise(reached).alias("first_at"))


def window(incidents: DataFrame, begin: Column, until: Column, as_of: Column) -> tuple[Column, Column]:
    """A period up to the moment of the exports, of which nothing is known after; and of a period that the data do not cover from
    its beginning or to its end, only from the first incident on."""
    first = incidents.agg(F.min("started_at")).first()[0]
    first = as_of if first is None else F.lit(first).cast("timestamp")
    late = seconds(first) - seconds(begin) > LATE_START_DAYS * 86_400
    early = seconds(until) - seconds(as_of) > EARLY_END_DAYS * 86_400
    begin = F.when(late | early, F.least(F.greatest(begin, first), until)).otherwise(begin)
    return begin, F.greatest(F.least(until, as_of), begin)


def moment(text: str) -> Column:
    return F.to_timestamp(F.lit(text))


def manifest_of(report: Path, lake: Lake) -> dict:
    """What a report was made with. One of other exports would bring together what does not belong together."""
    manifest = json.loads((report / "manifest.json").read_text())
    given = {one["sha256"]: one["path"] for one in manifest["inputs"]}
    kept = {file["sha256"]: file["path"] for file in lake.index["files"]}
    for strange, place, other in [(kept.keys() - given.keys(), "the lake", "that report"), (given.keys() - kept.keys(), "that report", "the lake")]:
        if strange:
            name = min((kept | given)[sha256] for sha256 in strange)
            raise SystemExit(f"error: could not count by {report}: {name} is in {place} and not in {other}\n"
                             f"  hint: nothing was written; make the report again with `retroscope review {lake.root}`")
    return manifest


def counted(lake: Lake, report: Path | None) -> dict[str, DataFrame]:
    """All tables, by name."""
    gap_s, last = INTERRUPTION_GAP_S, newest(lake)
    if report is None:
        of_all = last.withColumn("started_at", F.coalesce("started_at", "detected_at", "declared_at"))
        stamps = [F.max(name) for name in ["version", "started_at", "resolved_at", "closed_at"]]
        begin, as_of = of_all.agg(F.date_trunc("day", F.min("started_at")), F.greatest(*stamps)).first()
        begin, as_of = F.lit(begin).cast("timestamp"), F.lit(as_of).cast("timestamp")
        stretches, end = spans(of_all, as_of), as_of
    else:
        manifest = manifest_of(report, lake)
        gap_s = int(manifest["settings"].get("hours.interruption_gap_s", gap_s))
        of_all = lake.spark.read.parquet(local(report / "data/incidents.parquet")).where("included")
        as_of = moment(manifest["as_of"])
        begin, end = window(of_all, *(moment(manifest[name]) for name in ["from", "until", "as_of"]))
        stretches = spans(of_all, as_of)
    incidents, machines = incident_of(lake, report).persist(), machines_of(lake)
    log = entries(lake, incidents)
    return {
        "incidents": last,
        "interruptions": interruptions(log, machines, gap_s),
        "involvements": involvements(lake, incidents, log, machines),
        "concurrency": concurrency(stretches, begin, end),
    }


def aggregate(spark: SparkSession, args: argparse.Namespace) -> None:
    """Writes all tables to a folder, in place of those of an earlier run and of nothing else."""
    root, target = Path(args.lake or args.to).absolute(), Path(args.aggregates).absolute()
    if target.exists() and any(target.iterdir()) and not (target / MARK).exists():
        raise SystemExit(f"error: could not write {target}: it holds something else\n  hint: nothing was changed; choose another folder")
    report = Path(args.report).absolute() if args.report else None
    tell_leftovers(target, "new", "old")
    lake = Lake(spark, root, args.retroscope)
    new, old = (target.parent / f".{target.name}.{which}-{spark.sparkContext.applicationId}" for which in ["new", "old"])
    try:
        for name, table in counted(lake, report).items():
            table.write.parquet(local(new / name))
        (new / MARK).write_text(json.dumps({"kind": "retroscope-aggregates", "lake_json_sha256": lake.sha256}) + "\n")
        if target.exists():
            os.rename(target, old)
        try:
            os.rename(new, target)
        except OSError:
            if old.exists():
                os.rename(old, target)
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", metavar="INPUT", help="files, folders, globs and KIND=PATH, as for `retroscope normalise`")
    parser.add_argument("--to", metavar="LAKE", help="folder of the lake to make or add to")
    parser.add_argument("--from", dest="lake", metavar="LAKE", help="a lake that is there, in place of exports")
    parser.add_argument("--aggregates", metavar="DIR", help="folder for what Spark counts; one of an earlier run is replaced")
    parser.add_argument("--report", metavar="DIR", help="a report of the lake: what it brought together and left out counts so")
    parser.add_argument("--settings", metavar="FILE", help="settings file; default: a retroscope.toml among the inputs, else in the lake")
    parser.add_argument("--shares", type=int, metavar="N", help="shares to read in; default: four for each core of the cluster")
    parser.add_argument("--retroscope", default="retroscope", metavar="PROGRAM", help="the program, at the same place on every machine")
    parser.add_argument("--master", metavar="URL", help="Spark master; default: that of spark-submit, else this machine")
    args = parser.parse_args()
    if bool(args.inputs) != bool(args.to) or bool(args.to) == bool(args.lake):
        parser.error("give exports and --to, or --from with a lake that is there")
    if args.lake and not args.aggregates:
        parser.error("say with --aggregates where to write what is counted")
    if shutil.which(args.retroscope) is None:
        parser.error(f"there is no {args.retroscope}; name the program with --retroscope")
    args.retroscope = os.path.abspath(shutil.which(args.retroscope))
    builder = SparkSession.builder.appName("retroscope")
    # Whatever the cluster is set to: the same instants everywhere, in files that everybody reads.
    for key, value in {"session.timeZone": "UTC", "parquet.outputTimestampType": "TIMESTAMP_MICROS",
                       "parquet.compression.codec": "zstd"}.items():
        builder = builder.config(f"spark.sql.{key}", value)
    spark = (builder.master(args.master) if args.master else builder).getOrCreate()
    # Spark warns of windows without partitions: those here go over days and levels, of which there are few.
    spark.sparkContext.setLogLevel("ERROR")
    try:
        if args.to:
            normalise(spark, args)
        if args.aggregates:
            aggregate(spark, args)
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
