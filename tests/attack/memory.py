#!/usr/bin/env python3
"""Makes hostile and merely huge inputs in their real size, reviews each beside a small good file, and prints what it took.

    memory.py BINARY [--only NAME,…] [--folder FOLDER] [--shared FOLDER] [--benign]

Each input is made, reviewed and deleted before the next one. Address space is capped, so that the machine survives a
binary without a budget. Peak memory is what the kernel counted for the process (VmHWM).
"""

import argparse
import gzip
import io
import json
import os
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from pathlib import Path

CAP = 20 << 30
TIMEOUT = 120
GOOD = [
    {
        "id": f"QA{n}", "incident_number": n, "title": f"gateway {n}", "created_at": f"2026-05-{1 + n % 28:02}T10:00:00Z",
        "status": "resolved", "resolved_at": f"2026-05-{1 + n % 28:02}T11:00:00Z", "urgency": "high",
        "service": {"id": "S1", "summary": "gateway"}, "escalation_policy": {"id": "E1"},
    }
    for n in range(1, 41)
]
LINE = json.dumps(GOOD[0]).encode() + b"\n"


def record(n, length=900):
    """An incident with an id of its own and a description of some length."""
    day, hour = 1 + n % 28, n // 28 % 24
    return json.dumps({
        **GOOD[0], "id": f"Q{n:09}", "incident_number": n, "created_at": f"2026-{1 + n % 6:02}-{day:02}T{hour:02}:00:00Z",
        "resolved_at": f"2026-{1 + n % 6:02}-{day:02}T{hour:02}:30:00Z", "title": f"gateway is slow {n % 997}",
        "description": ("word%d " % (n % 7919)) * (length // 8),
    }).encode()


def filled(path, head, length, byte=b"a", tail=b""):
    block = byte * (1 << 20)
    with open(path, "wb") as f:
        f.write(head)
        for _ in range(length >> 20):
            f.write(block)
        f.write(tail)


def sparse(path, head, length):
    """Zero bytes behind a head, without their space on disk."""
    with open(path, "wb") as f:
        f.write(head)
        f.truncate(length)


def packed(path, head, block, times, tail=b""):
    with gzip.open(path, "wb", compresslevel=9) as f:
        f.write(head)
        for _ in range(times):
            f.write(block)
        f.write(tail)


def zstd(path):
    """3 GB of spaces in blocks of four bytes."""
    blocks = 3 * (1 << 30) // (128 << 10)
    head = struct.pack("<IBB", 0xFD2FB528, 0, 0x38)
    block = struct.pack("<I", (128 << 10) << 3 | 1 << 1)[:3] + b" "
    last = struct.pack("<I", (128 << 10) << 3 | 1 << 1 | 1)[:3] + b" "
    path.write_bytes(head + block * (blocks - 1) + last)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADER = ["number", "short_description", "opened_at", "priority", "sys_updated_on"]


def book(path, rows, texts="", sheets=1):
    """A workbook of one part; `rows` yields bytes."""
    inline = "".join(f'<c r="{"ABCDE"[i]}1" t="inlineStr"><is><t>{h}</t></is></c>' for i, h in enumerate(HEADER))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        listed = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="rId1"/>' for n in range(sheets))
        z.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        z.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{listed}</sheets></workbook>')
        z.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>')
        z.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{texts}</sst>')
        with z.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as f:
            f.write(f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{inline}</row>'.encode())
            for row in rows:
                f.write(row)
            f.write(b"</sheetData></worksheet>")


def shared_text(path):
    def rows():
        for n in range(2, 800_002):
            yield "".join(f'<c r="{c}{n}" t="s"><v>0</v></c>' for c in "ABCDE").join((f'<row r="{n}">', "</row>")).encode()

    book(path, rows(), f"<si><t>{'long text ' * 300}</t></si>")


def long_sheet(path):
    """Just below the limit of the ratio: one sheet of 250 MB."""
    row = b"".join(b'<c r="A2"><v>1</v></c>' for _ in range(100))
    book(path, (b'<row r="2">' + row * 100 + b"</row>" for _ in range(1_130)))


def dictionaries(path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    words = pa.array(["x" * 3_000 + str(n) for n in range(2_000)])
    index = pa.array([n * 7_919 % 2_000 for n in range(2_400_000)], pa.int32())
    column = pa.DictionaryArray.from_arrays(index, words).cast(pa.string()) if False else pa.DictionaryArray.from_arrays(index, words)
    fill = pa.array([f"INC{n}" for n in range(2_400_000)])
    pq.write_table(pa.table({"number": fill, "short_description": column, "opened_at": column, "sys_updated_on": column}), path, compression="zstd")


def wide_parquet(path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({f"c{n}": pa.array([1, 2]) for n in range(100_000)}), path)


def lists(path):
    """One row with a list of 200 million items, in some hundred bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    items = pa.ListArray.from_arrays(pa.array([0, 60_000_000], pa.int32()), pa.nulls(60_000_000, pa.int8()))
    pq.write_table(pa.table({"number": items}), path, compression="zstd", data_page_size=1 << 30)


def header_of(columns):
    return ",".join(f"c{n}" for n in range(columns)).encode() + b"\n"


def wide(path):
    with open(path, "wb") as f:
        f.write(header_of(100_000))
        row = b",".join(b"1" for _ in range(100_000)) + b"\n"
        for _ in range(2_000):
            f.write(row)


def narrow_rows(path):
    """Sixteen thousand columns that some source takes, and rows of one cell."""
    with open(path, "wb") as f:
        f.write((",".join(HEADER) + ",").encode() + header_of(16_000))
        for _ in range(20):
            f.write(b"1\n" * (1 << 19))


def overlapping(path):
    """Fifty names for one stretch of bytes."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("xl/worksheets/a.xml", b"<a>" + b" " * (200 << 20) + b"</a>")
    data = bytearray(raw.getvalue())
    at = data.index(b"PK\x01\x02")
    entry, end = bytes(data[at:data.index(b"PK\x05\x06")]), data.index(b"PK\x05\x06")
    entries = b"".join(entry.replace(b"a.xml", bytes([97 + n]) + b".xml") for n in range(20))
    tail = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 20, 20, len(entries), at, 0)
    path.write_bytes(bytes(data[:at]) + entries + tail)


def copied(name):
    return lambda path: shutil.copy(SHARED / "cases/attack" / name, path)


ATTACKS = {
    "sstcount.xlsx": copied("sstcount.xlsx"),
    "badref.xlsx": copied("badref.xlsx"),
    "samesheet_heavy.xlsx": copied("samesheet_heavy.xlsx"),
    "list200m.parquet": copied("list200m.parquet"),
    "footer.parquet": copied("footer.parquet"),
    "z3g.json.zst": copied("z3g.json.zst"),
    "spaces.json.zst": zstd,
    "shared-text.xlsx": shared_text,
    "long-sheet.xlsx": long_sheet,
    "overlapping.xlsx": overlapping,
    "dictionaries.parquet": dictionaries,
    "wide.parquet": wide_parquet,
    "lists.parquet": lists,
    "3g.json.gz": lambda p: packed(p, b'{"id":"', b"a" * (1 << 20), 3 << 10, b'"}'),
    "3g-lines.json.gz": lambda p: packed(p, LINE, LINE * 4096, 2_300),
    "empty-objects.json.gz": lambda p: packed(p, LINE, b"{}\n" * (1 << 19), 680),
    "10g-line.jsonl": lambda p: sparse(p, LINE, 10 << 30),
    "1g-line.json": lambda p: filled(p, b'{"id":"', 1 << 30, tail=b'"}\n'),
    "1g-second-line.jsonl": lambda p: filled(p, LINE + b'{"id":"', 1 << 30, tail=b'"}\n'),
    "wide.csv": wide,
    "million-columns.csv": lambda p: p.write_bytes(header_of(1_000_000) + b"1\n"),
    "narrow-rows.csv": narrow_rows,
    "5g-cell.csv": lambda p: sparse(p, ",".join(HEADER).encode() + b'\n1,"', 5 << 30),
    "8m-array.json": lambda p: p.write_bytes(b"[" + b",".join([b'{"a":{}}'] * 900_000) + b"]"),
    "8m-record.json": lambda p: p.write_bytes(b'{"x":[' + b",".join([b'{"a":{}}'] * 900_000) + b"]}"),
    "8m-records.jsonl": lambda p: p.write_bytes(LINE + (LINE.rstrip()[:-1] + b',"x":[' + b",".join([b'{"a":{}}'] * 900_000) + b"]}\n") * 4),
    "ones.json": lambda p: filled(p, b'{"incidents":[1', 200 << 20, b",1", b"]}"),
    "nested-ones.json": lambda p: filled(p, b"[[1", 100 << 20, b",1", b"]]"),
    "garbage-lines.json": lambda p: filled(p, b"[\n", 100 << 20, b"x\n"),
    "empty-objects.jsonl": lambda p: filled(p, LINE, 300 << 20, b"{}\n"),
    "unread-lines.jsonl": lambda p: filled(p, b'{"a":1}\n{}\n', 300 << 20, b"{}\n"),
    "broken-lines.jsonl": lambda p: filled(p, LINE, 100 << 20, b"x\n"),
    "empty-events.ics": lambda p: filled(p, b"BEGIN:VCALENDAR\n", 26 << 20, b"BEGIN:VEVENT\nEND:VEVENT\n", b"END:VCALENDAR\n"),
    "blank.json": lambda p: filled(p, b"", 2 << 30, b" "),
}


def lines(path, records, opener=open):
    with opener(path, "wb") as f:
        for n in range(records):
            f.write(record(n, 15_600) + b"\n")


def array(path, records):
    with open(path, "wb") as f:
        f.write(b'{"incidents":[')
        for n in range(records):
            f.write((b"," if n else b"") + record(n, 15_600))
        f.write(b"]}")


def table(path, rows):
    with open(path, "wb") as f:
        f.write(b"number,short_description,opened_at,resolved_at,priority,sys_updated_on,work_notes\n")
        notes = "somebody wrote, \"as people do\",\nmore than one line. " * 250
        quoted = '"' + notes.replace('"', '""') + '"'
        for n in range(rows):
            at = f"2026-{1 + n % 6:02}-{1 + n % 28:02} {n % 24:02}:00:00"
            f.write(f"INC{n:07},gateway is slow {n % 997},{at},{at[:-5]}30:00,2,{at},{quoted}\n".encode())


BENIGN = {
    "4g.jsonl": lambda p: lines(p, 260_000),
    "4g.jsonl.gz": lambda p: lines(p, 260_000, lambda q, m: gzip.open(q, m, compresslevel=1)),
    "3g.json": lambda p: array(p, 190_000),
    "3g.csv": lambda p: table(p, 230_000),
}


def review(binary, folder, timeout):
    """Seconds, seconds of processors, peak MiB, exit code and what was said."""
    def cap():
        resource.setrlimit(resource.RLIMIT_AS, (CAP, CAP))

    out = folder / "report"
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    process = subprocess.Popen(
        [binary, "review", str(folder / "in"), "--period", "all", "--out", str(out)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=cap)
    peak = [0]

    def watch():
        while process.poll() is None:
            try:
                for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
                    if line.startswith("VmHWM"):
                        peak[0] = max(peak[0], int(line.split()[1]) >> 10)
            except OSError:
                return
            time.sleep(0.01)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        said, _ = process.communicate(timeout=timeout)
        code = str(process.returncode)
    except subprocess.TimeoutExpired:
        process.kill()
        said, _ = process.communicate()
        code = "timeout"
    watcher.join()
    seconds = time.monotonic() - began
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = now.ru_utime + now.ru_stime - spent.ru_utime - spent.ru_stime
    records = ""
    if (out / "manifest.json").is_file():
        inputs = json.loads((out / "manifest.json").read_text())["inputs"]
        records = " ".join(f"{Path(i['path']).name}={i['records']}" for i in inputs)
    notes = [line for line in said.decode(errors="replace").splitlines() if line.startswith(("note:", "error", "thread", "memory"))]
    return seconds, cpu, peak[0], code, records, " / ".join(n.rsplit("/", 1)[-1] for n in notes)


def main():
    global SHARED, CAP
    arguments = argparse.ArgumentParser()
    arguments.add_argument("binary")
    arguments.add_argument("--only", default="")
    arguments.add_argument("--folder")
    arguments.add_argument("--shared", default=str(Path(__file__).resolve().parents[2].parent / "shared"))
    arguments.add_argument("--benign", action="store_true")
    arguments.add_argument("--timeout", type=int, default=TIMEOUT)
    arguments.add_argument("--cap", type=int, default=CAP >> 30, help="address space in GiB")
    given = arguments.parse_args()
    SHARED = Path(given.shared)
    CAP = given.cap << 30
    wanted = [name for name in given.only.split(",") if name]
    print("| input | size | s | CPU s | peak MiB | exit | records | said |\n|---|---:|---:|---:|---:|---|---|---|")
    for name, make in (BENIGN if given.benign else ATTACKS).items():
        if wanted and name not in wanted:
            continue
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            folder = Path(folder)
            (folder / "in").mkdir()
            (folder / "in" / "good.json").write_text(json.dumps({"incidents": GOOD}))
            try:
                make(folder / "in" / name)
            except (ImportError, FileNotFoundError) as missing:
                print(f"| {name} | not made: {missing} |", flush=True)
                continue
            size = (folder / "in" / name).stat().st_size
            seconds, cpu, peak, code, records, said = review(given.binary, folder, given.timeout)
            print(f"| {name} | {size:,} | {seconds:.1f} | {cpu:.1f} | {peak:,} | {code} | {records} | {said} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
