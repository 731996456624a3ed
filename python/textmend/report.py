"""The report of a corpus run: `report.html` and the table for terminals, both from `manifest.json` alone."""

from __future__ import annotations

import json
import math
import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmend._textmend import languages, signals

if TYPE_CHECKING:
    from rich.console import RenderableType

Data = dict[str, Any]

# Rows of a list that a page shows; a corpus may have more languages, rules or files than anyone reads.
MOST_ROWS = 15
MOST_FILES = 40

# How signals are grouped: the beginning of their names, the title.
FAMILIES = {
    "gopher_": "Gopher",
    "c4_": "C4",
    "fineweb_": "FineWeb",
    "rps_": "RedPajama v2",
    "": "Others",
}
MIX = {
    "mix_score": "share of letters outside the dominant language",
    "cmi": "Code-Mixing Index (Das & Gambäck 2014)",
    "m_index": "Multilingual index (Barnett et al. 2000)",
    "i_index": "Integration index (Guzmán et al. 2017)",
    "entropy": "Language entropy in bits (Guzmán et al. 2017)",
    "span_entropy": "Entropy of span lengths in bits (Guzmán et al. 2017)",
    "burstiness": "Burstiness of switching (Goh & Barabási 2008)",
    "memory": "Memory of switching (Goh & Barabási 2008)",
    "switch_points": "places where the language changes",
}
SIZES = {
    "characters": "characters of a document",
    "sentences": "sentences of a document",
    "edits_per_1000": "edits per 1,000 characters",
    "entities_per_1000": "entities per 1,000 characters",
}


def read(folder: Path) -> tuple[Data, Data]:
    """The manifest and the timing of a finished run; an OSError says what is missing."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        unfinished = (folder / "progress.jsonl").exists()
        why = "its run is not finished: go on with --resume" if unfinished else "there is no manifest.json in it"
        raise OSError(f"{folder} has no report: {why}") from None
    timing = folder / "timing.json"
    return manifest, json.loads(timing.read_text(encoding="utf-8")) if timing.exists() else {}


def write(folder: Path) -> Path:
    """Writes `report.html` from the manifest in a folder, as a whole or not at all."""
    growing, whole = folder / "report.html.tmp", folder / "report.html"
    growing.write_text(page(*read(folder)), encoding="utf-8")
    os.replace(growing, whole)
    return whole


def page(manifest: Data, timing: Data) -> str:
    """The report as one HTML page that needs nothing else."""
    counts = manifest["counts"]
    sections = [
        ("Languages", _languages(counts)),
        ("Mix", _measures(counts, MIX, manifest)),
        ("Edits", _edits(counts)),
        ("Entities", _bars(counts["entities"], _total(counts["entities"]))),
        ("Rejected, by reason", _reasons(counts)),
        ("Signals", _signals(counts, manifest)),
        ("Sizes", _measures(counts, SIZES, manifest)),
        ("Files", _files(manifest)),
        ("Options", f"<pre>{escape(json.dumps(manifest['run']['options'], indent=1, ensure_ascii=False))}</pre>"),
    ]
    body = "".join(f"<section><h2>{title}</h2>{html}</section>" for title, html in sections if html)
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width,initial-scale=1'><meta name='color-scheme' "
        f"content='light dark'><title>textmend report</title><style>{STYLE}</style></head><body><main>"
        f"<h1>Corpus report</h1>{_head(counts, timing)}{body}"
        f"<footer>textmend {escape(manifest['run']['textmend'])}</footer></main></body></html>\n"
    )


def table(manifest: Data, timing: Data) -> RenderableType:
    """The report as a table for terminals."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    counts = manifest["counts"]
    made = Table(box=SIMPLE_HEAD, title="What became of the corpus", title_justify="left", show_header=False)
    made.add_column(style="bold")
    made.add_column(justify="right")
    made.add_column(style="dim")

    def row(name: str, count: int, note: str = "", style: str = "") -> None:
        made.add_row(name, f"{count:,}", note, style=style)

    total = counts["documents"]
    speed = _speed(timing)
    row("documents", total, f"{_size(counts['bytes'])} of text" + (f", {speed}" if speed else ""))
    row("accepted", counts["accepted"], _share(counts["accepted"], total), "green")
    row("rejected", counts["rejected"], _share(counts["rejected"], total), "yellow" if counts["rejected"] else "")
    row("unreadable", counts["unreadable"], "unreadable.jsonl" if counts["unreadable"] else "", "red" if counts["unreadable"] else "")
    for title, rows in (
        ("language", counts["languages"]),
        ("edits", _plain(counts["edits"])),
        ("entities", counts["entities"]),
        ("reason", _plain(counts["reasons"])),
    ):
        made.add_section()
        whole = total if title == "reason" else _total(rows)
        for name, count in list(rows.items())[:6]:
            label = languages().get(name, "undetermined") if title == "language" else name
            row(f"{title} · {label}", count, _share(count, whole) + (" of characters" if title == "language" else ""))
    return made


def _plain(rows: Data) -> dict[str, int]:
    return {name: row["count"] for name, row in rows.items()}


def _total(rows: dict[str, int]) -> int:
    return sum(rows.values())


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else ""


def _size(count: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"


def _speed(timing: Data) -> str:
    seconds = timing.get("seconds")
    return f"{timing['bytes'] / seconds / 1e6:.1f} MB/s" if seconds else ""


def _head(counts: Data, timing: Data) -> str:
    total, read_all = counts["documents"], counts["documents"] + counts["unreadable"]
    edits = sum(row["count"] for row in counts["edits"].values())
    tiles = [
        ("documents", f"{total:,}", f"{_size(counts['bytes'])} of text"),
        ("accepted", f"{counts['accepted']:,}", _share(counts["accepted"], total)),
        ("rejected", f"{counts['rejected']:,}", _share(counts["rejected"], total)),
        ("unreadable", f"{counts['unreadable']:,}", "lines, rows and files"),
        ("edits", f"{edits:,}", f"in {_share(counts['edited'], total) or 'no'} of documents"),
    ]
    if timing.get("seconds"):
        threads = f"{timing['threads']} thread{'s' if timing['threads'] > 1 else ''}"
        per_second = f"{timing['documents'] / timing['seconds']:,.0f} documents/s, {threads}"
        tiles.append(("throughput", _speed(timing), per_second))
    cells = "".join(f"<div class='tile {name}'><b>{value}</b>{name}<i>{note}</i></div>" for name, value, note in tiles)
    parts = "".join(
        f"<span class='{name}' style='width:{100 * counts[name] / read_all:.3f}%' title='{name}: {counts[name]:,}'></span>"
        for name in ("accepted", "rejected", "unreadable")
        if read_all and counts[name]
    )
    return f"<div class='tiles'>{cells}</div><div class='stack'>{parts}</div>"


def _bars(rows: dict[str, int], whole: int, names: dict[str, str] | None = None) -> str:
    """A bar a row, the longest as wide as the page; the rest in one line."""
    if not rows:
        return ""
    most = max(rows.values())
    lines = []
    for key, count in list(rows.items())[:MOST_ROWS]:
        label = escape((names or {}).get(key, key))
        width = 100 * count / most if most else 0
        lines.append(
            f"<div class='row'><span>{label}</span><span class='bar'><i style='width:{width:.2f}%'></i></span>"
            f"<span>{count:,}</span><span>{_share(count, whole)}</span></div>"
        )
    rest = len(rows) - MOST_ROWS
    more = f"<p class='note'>and {rest} more in manifest.json</p>" if rest > 0 else ""
    return f"<div class='bars'>{''.join(lines)}</div>{more}"


def _languages(counts: Data) -> str:
    names = {**languages(), "und": "undetermined"}
    return (
        f"<h3>by characters</h3>{_bars(counts['languages'], _total(counts['languages']), names)}"
        f"<h3>by dominant language of a document</h3>{_bars(counts['dominant'], counts['documents'], names)}"
        if counts["languages"]
        else ""
    )


def _edits(counts: Data) -> str:
    rows = counts["edits"]
    if not rows:
        return ""
    examples = []
    for kind, row in list(rows.items())[:MOST_ROWS]:
        items = "".join(
            f"<li><code>{escape(e['place'])}</code> <q>{_line(e['before'])}"
            + (f"<del>{_visible(e['was'])}</del>" if e["was"] else "")
            + (f"<ins>{_visible(e['is'])}</ins>" if e["is"] else "")
            + f"{_line(e['after'])}</q></li>"
            for e in row["examples"]
        )
        examples.append(f"<h4>{escape(kind)}</h4><ul class='examples'>{items}</ul>")
    plain = _plain(rows)
    return f"{_bars(plain, _total(plain))}<details><summary>Examples</summary>{''.join(examples)}</details>"


def _reasons(counts: Data) -> str:
    rows = counts["reasons"]
    if not rows:
        return "<p class='note'>No document was rejected.</p>"
    blocks = []
    for rule, row in rows.items():
        items = "".join(
            f"<li><code>{escape(e['place'])}</code> "
            + (f"<b>{_number(e['value'])}</b> <i>limit {_number(e['limit'])}</i> " if "value" in e else "")
            + (f"<q>{_line(e['text'])}</q>" if e.get("text") else "")
            + "</li>"
            for e in row["examples"]
        )
        blocks.append(f"<h4>{escape(rule)} <i>{row['count']:,}</i></h4><ul class='examples'>{items}</ul>")
    note = "<p class='note'>A document that fails several rules counts for each.</p>"
    return f"{_bars(_plain(rows), counts['documents'])}{note}<details open><summary>Examples</summary>{''.join(blocks)}</details>"


def _signals(counts: Data, manifest: Data) -> str:
    known = {name: formula for name, _, formula, _ in signals()}
    blocks: list[str] = []
    rest = [name for name in known if name in counts["histograms"]]
    for prefix, title in FAMILIES.items():
        names = [name for name in rest if name.startswith(prefix)]
        rest = [name for name in rest if name not in names]
        if names:
            charts = _measures(counts, {name: known[name] for name in names}, manifest)
            blocks.append(f"<details{' open' if not blocks else ''}><summary>{title}</summary>{charts}</details>")
    return "".join(blocks)


def _measures(counts: Data, names: dict[str, str], manifest: Data) -> str:
    """A small histogram for each measure, with its quantiles and the limits of the policy."""
    limits = _limits(manifest["run"]["options"]["policy"])
    charts = []
    for name, about in names.items():
        histogram = counts["histograms"].get(name)
        if histogram:
            bins = histogram["bins"]
            low, middle, high = (_quantile(bins, q) for q in (0.05, 0.5, 0.95))
            zero = sum(count for low_edge, high_edge, count in bins if low_edge == high_edge)
            left = f"zero {_share(zero, sum(count for *_, count in bins))}" if zero else f"5 % {_number(low)}"
            charts.append(
                f"<figure><figcaption title='{escape(about, quote=True)}'><b>{escape(name)}</b><i>{escape(about)}</i>"
                f"</figcaption>{_histogram(histogram, limits.get(name, []))}<p><span>{left}</span>"
                f"<span>median {_number(middle)}</span><span>95 % {_number(high)}</span></p></figure>"
            )
    return f"<div class='charts'>{''.join(charts)}</div>" if charts else ""


def _limits(policy: Data) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for key, value in policy.items():
        if key[:4] in ("min_", "max_") and isinstance(value, (int, float)):
            found.setdefault(key[4:], []).append(value)
    for name, span in policy.get("signals", {}).items():
        sides = span.values() if isinstance(span, dict) else span
        found.setdefault(name, []).extend(side for side in sides if side is not None)
    return found


def _histogram(histogram: Data, limits: list[float]) -> str:
    """Columns as an SVG. Equal steps are equal differences on a linear scale, equal ratios on a logarithmic one."""
    bins, linear = histogram["bins"], histogram["scale"] == "linear"
    # Zeros are often so many that nothing else could be seen beside them: their column is cut off.
    width, height = 240, 64
    most = max((count for low, high, count in bins if low != high), default=bins[0][2])
    positive = [low for low, *_ in bins if low > 0]
    least = min(positive, default=1.0)

    negative = bins[0][0] < 0

    def place(value: float, above_zero: bool = True) -> float:
        """Steps from the left edge; zero has a column of its own before what is above it."""
        if linear:
            return value * 50 + (50 if negative else 0) + above_zero
        return 0 if value <= 0 else 2 + 4 * max(math.log2(value / least), -0.25)

    steps = (101 if negative else 51) if linear else max(16, place(bins[-1][1]))
    step, columns = width / (steps + 1), []
    for low, high, count in bins:
        tall = min(height, max(1.5, (height - 2) * count / most))
        kind = " class='zero'" if low == high else ""
        label = f"{_number(low)}{'' if low == high else f' – {_number(high)}'}: {count:,.0f}"
        columns.append(
            f"<rect{kind} x='{place(low, high > 0) * step:.2f}' y='{height - tall:.2f}' width='{max(step - 0.5, 1):.2f}' "
            f"height='{tall:.2f}'><title>{label}</title></rect>"
        )
    for limit in limits:
        at = f"{min(place(limit) * step, width - 1):.2f}"
        columns.append(f"<line x1='{at}' x2='{at}' y1='0' y2='{height}'><title>limit {_number(limit)}</title></line>")
    return f"<svg viewBox='0 0 {width} {height}' preserveAspectRatio='none' role='img'>{''.join(columns)}</svg>"


def _quantile(bins: list[list[float]], share: float) -> float:
    """A quantile, read off between the edges of its bin."""
    wanted = share * sum(count for *_, count in bins)
    for low, high, count in bins:
        if wanted <= count:
            return low + (high - low) * wanted / count
        wanted -= count
    return bins[-1][1]


def _number(value: Any) -> str:
    if isinstance(value, list):
        return escape(", ".join(str(v) for v in value))
    if not isinstance(value, (int, float)):
        return escape(str(value))
    if abs(value) >= 1000 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _line(text: str) -> str:
    return escape(" ".join(text.split())) if text.strip() else " "


def _visible(text: str) -> str:
    signs = {" ": "␣", "\n": "⏎", "\r": "␍", "\t": "⇥", "\u00a0": "⍽", "\u200b": "∅", "\u00ad": "∅", "\ufeff": "∅"}
    return escape("".join(signs.get(c, c) for c in text))


def _files(manifest: Data) -> str:
    def rows(files: list[Data], hashed: bool) -> str:
        lines = "".join(
            f"<tr><td>{escape(f['name'])}</td><td>{_size(f['bytes'])}</td>"
            + (f"<td><code>{f['sha256'][:16]}…</code></td>" if hashed else "")
            + "</tr>"
            for f in files[:MOST_FILES]
        )
        more = f"<tr><td>and {len(files) - MOST_FILES} more</td></tr>" if len(files) > MOST_FILES else ""
        return f"<table>{lines}{more}</table>"

    passed_over = manifest["passed_over"]
    note = f"<p class='note'>{len(passed_over):,} files with other extensions were passed over.</p>" if passed_over else ""
    return (
        f"<details><summary>{len(manifest['run']['inputs']):,} read, {len(manifest['outputs']):,} written</summary>"
        f"<h4>read</h4>{rows(manifest['run']['inputs'], False)}<h4>written</h4>{rows(manifest['outputs'], True)}{note}</details>"
    )


STYLE = """
:root{--ink:#1c2230;--dim:#667085;--line:#e1e5ec;--page:#f6f7f9;--card:#fff;--bar:#4c78a8;--ok:#3a9a5b;--no:#e0a030;
--bad:#c8453c;--ins:#0a7a3d;--insbg:#d6f5e0;--del:#b3261e;--delbg:#fde3e1}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ef;--dim:#98a2b3;--line:#2c3340;--page:#12151b;--card:#1a1f28;
--bar:#6ea1d8;--ok:#4fb477;--no:#d9a441;--bad:#e06c63;--ins:#7ee2a0;--insbg:#11351f;--del:#ff9a91;--delbg:#451d1a}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:70em;margin:0 auto;padding:1.5em 1em 3em}h1{font-size:1.6em;margin:.2em 0 .8em}
h2{font-size:1.15em;margin:0 0 .7em}h3{font-size:.9em;color:var(--dim);font-weight:600;margin:1.1em 0 .4em}
h4{font-size:.95em;margin:1em 0 .2em}h4 i,figcaption i,.tile i,.examples i{color:var(--dim);font-style:normal;
font-weight:400}section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.1em 1.3em;
margin:1em 0}.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5em,1fr));gap:.7em}
.tile{background:var(--card);border:1px solid var(--line);border-top:3px solid var(--bar);border-radius:10px;
padding:.7em .9em;color:var(--dim)}.tile b{display:block;font-size:1.45em;line-height:1.25;color:var(--ink)}
.tile i{display:block;font-size:.83em}.tile.accepted{border-top-color:var(--ok)}.tile.rejected{border-top-color:var(--no)}
.tile.unreadable{border-top-color:var(--bad)}.stack{display:flex;height:10px;border-radius:5px;overflow:hidden;
margin:.9em 0 0;background:var(--line)}.stack .accepted{background:var(--ok)}.stack .rejected{background:var(--no)}
.stack .unreadable{background:var(--bad)}.row{display:grid;grid-template-columns:14em 1fr 7em 5em;gap:.8em;
align-items:center;padding:.12em 0}.row>:first-child{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.row>:nth-child(n+3){text-align:right;font-variant-numeric:tabular-nums}.row>:last-child{color:var(--dim)}
.bar{height:.75em}.bar i{display:block;height:100%;min-width:2px;background:var(--bar);border-radius:3px}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(15em,1fr));gap:1.1em 1.5em;margin-top:.7em}
figure{margin:0;min-width:0}figcaption b{display:block;font-size:.85em;overflow-wrap:anywhere}figcaption i{display:block;
font-size:.75em;line-height:1.3;height:2.6em;overflow:hidden}svg{display:block;width:100%;height:64px;
border-bottom:1px solid var(--line)}rect{fill:var(--bar)}.zero{opacity:.45}line{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:3 2}
figure p{display:flex;justify-content:space-between;margin:.2em 0 0;font-size:.75em;color:var(--dim)}
details{margin-top:.8em}summary{cursor:pointer;color:var(--dim);font-weight:600}.examples{margin:.2em 0;padding-left:1.2em}
.examples li{overflow-wrap:anywhere}code{font:.85em ui-monospace,monospace;color:var(--dim)}q{quotes:none}
ins{background:var(--insbg);color:var(--ins);text-decoration:none;border-radius:3px}del{background:var(--delbg);
color:var(--del);border-radius:3px}.note,footer{color:var(--dim);font-size:.88em}table{border-collapse:collapse}
td{padding:.1em 1.2em .1em 0;overflow-wrap:anywhere}pre{overflow:auto;font-size:.85em;margin:0}
@media(max-width:40em){.row{grid-template-columns:8em 1fr 5em}.row>:last-child{display:none}}
"""
