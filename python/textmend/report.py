"""The report of a corpus run: `report.html` and the table for terminals, both from `manifest.json` alone."""

from __future__ import annotations

import json
import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmend._textmend import languages, signals
from textmend.show import CONTROLS, visible

if TYPE_CHECKING:
    from rich.console import RenderableType

Data = dict[str, Any]

# Rows of a list that a page shows; a corpus may have more languages, rules or files than anyone reads.
MOST_ROWS = 15
MOST_FILES = 40
# Of each kind in the table for terminals, which has to fit on a screen.
MOST_LINES = 6
# Languages with less are single words of a large corpus; other shares below are shown as < 0.1 %.
LEAST_SHARE = 0.0005

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
    except (FileNotFoundError, NotADirectoryError):
        if not folder.is_dir():
            raise FileNotFoundError(f"there is no folder {str(folder)!r}") from None
        unfinished = (folder / "progress.jsonl").exists()
        why = "its run is not finished: go on with --resume" if unfinished else "there is no manifest.json in it"
        raise FileNotFoundError(f"{folder} has no report: {why}") from None
    timing = folder / "timing.json"
    return manifest, json.loads(timing.read_text(encoding="utf-8")) if timing.exists() else {}


def write(folder: Path) -> Path:
    """Writes `report.html` from the manifest in a folder, as a whole or not at all."""
    growing, whole = folder / "report.html.tmp", folder / "report.html"
    growing.write_text(page(*read(folder)), encoding="utf-8")
    os.replace(growing, whole)
    return whole


def page(manifest: Data, timing: Data) -> str:
    """The report as one HTML page that needs nothing else: Chart.js and the numbers are in it."""
    counts, plots = manifest["counts"], Plots()
    dry = manifest["run"]["options"].get("dry_run", False)
    sections = [
        ("Languages", _languages(counts, plots)),
        ("Mix", _measures(counts, MIX, manifest, plots)),
        ("Edits", _edits(counts, plots)),
        ("Entities", plots.bars(counts["entities"], _total(counts["entities"]))),
        ("What each threshold would reject" if dry else "Rejected, by reason", _reasons(counts, plots)),
        ("Signals", _signals(counts, manifest, plots)),
        ("Sizes", _measures(counts, SIZES, manifest, plots)),
        ("Files", _files(manifest)),
        ("Options", f"<pre>{escape(json.dumps(manifest['run']['options'], indent=1, ensure_ascii=False))}</pre>"),
    ]
    body = "".join(f"<section><h2>{title}</h2>{html}</section>" for title, html in sections if html)
    note = "<p class='note'>A dry run: documents were scored, none was written.</p>" if dry else ""
    own = Path(__file__).parent / "page"
    style, chart, draw = ((own / name).read_text(encoding="utf-8") for name in ("page.css", "chart.min.js", "page.js"))
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width,initial-scale=1'><meta name='color-scheme' "
        f"content='light dark'><title>textmend report</title><style>{style}</style></head><body><main>"
        f"<h1>Corpus report</h1>{note}{_head(counts, timing, manifest['run']['options']['tasks'])}{body}"
        f"<footer>textmend {escape(manifest['run']['textmend'])}</footer></main>"
        f"<script>{chart}</script><script>const PLOTS={plots.json()};{draw}</script></body></html>\n"
    )


class Plots:
    """What the page's script draws with Chart.js: each plot is a canvas in the page and its numbers in one list."""

    def __init__(self) -> None:
        self._plots: list[Data] = []

    def _canvas(self, plot: Data, about: str) -> str:
        self._plots.append(plot)
        return f"<div class='plot'><canvas data-plot='{len(self._plots) - 1}' role='img' aria-label='{escape(about, quote=True)}'></canvas></div>"

    def bars(self, rows: dict[str, int], whole: int, names: dict[str, str] | None = None, least: float = 0) -> str:
        """A bar a row, but for those with less than the share `least`; the rest in one line."""
        if not rows:
            return ""
        shown = [row for row in rows.items() if row[1] >= least * whole][:MOST_ROWS]
        labels = [(names or {}).get(key, key) for key, _ in shown]
        counts = [count for _, count in shown]
        shares = [_share(count, whole) for count in counts]
        about = ", ".join(f"{label} {share or count}" for label, share, count in zip(labels, shares, counts, strict=True))
        canvas = self._canvas({"kind": "bars", "labels": labels, "counts": counts, "shares": shares}, about)
        rest = len(rows) - len(shown)
        more = f"<p class='note'>and {rest} more in manifest.json</p>" if rest > 0 else ""
        return f"<div class='bars' style='--rows:{len(shown)}'>{canvas}</div>{more}"

    def histogram(self, histogram: Data, limits: Data, about: str) -> str:
        """How many documents have which value. `limits` may have a `min` and a `max`."""
        edges, counts = _filled(histogram)
        return self._canvas({"kind": "histogram", "edges": edges, "counts": counts, "limits": limits}, about)

    def json(self) -> str:
        """The numbers, as a script may hold them."""
        return json.dumps(self._plots, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _filled(histogram: Data) -> tuple[list[list[float]], list[int]]:
    """The edges and counts of all bins, with those that no document is in. Equal steps are equal differences on a linear
    scale, equal ratios on a logarithmic one."""
    edges: list[list[float]] = []
    counts: list[int] = []
    linear = histogram["scale"] == "linear"
    for low, high, count in histogram["bins"]:
        last = edges[-1][1] if edges else low
        while low > (last + 1e-4 if linear else last * (1 + 1e-4)) and (linear or last > 0):
            begin, last = last, round(last + 0.02, 6) if linear else last * 2**0.25
            edges.append([begin, last])
            counts.append(0)
        edges.append([low, high])
        counts.append(int(count))
    return edges, counts


def table(manifest: Data, timing: Data) -> RenderableType:
    """The report as a table for terminals."""
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape as unmarked
    from rich.table import Table

    counts = manifest["counts"]
    dry = manifest["run"]["options"].get("dry_run", False)
    title = "What would become of the corpus" if dry else "What became of the corpus"
    made = Table(box=SIMPLE_HEAD, title=title, title_justify="left", show_header=False)
    made.add_column(style="bold", no_wrap=True)
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
    if passed_over := len(manifest["passed_over"]):
        row("passed over", passed_over, "files of other kinds and earlier runs, named in manifest.json")
    for title, rows in (
        ("language", counts["languages"]),
        ("edits", _plain(counts["edits"])),
        ("entities", counts["entities"]),
        ("reason", _plain(counts["reasons"])),
    ):
        made.add_section()
        whole = total if title == "reason" else _total(rows)
        for name, count in list(rows.items())[:MOST_LINES]:
            label = languages().get(name, "undetermined") if title == "language" else name
            row(unmarked(f"{title} · {label}"), count, _share(count, whole) + (" of characters" if title == "language" else ""))
        if len(rows) > MOST_LINES:
            made.add_row(f"and {len(rows) - MOST_LINES} more", "", "", style="dim")
    return made


def thresholds(manifest: Data) -> RenderableType | None:
    """What each threshold does, as a table for terminals: with the nearest document on both sides."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    counts = manifest["counts"]
    near = counts.get("thresholds", {})
    if not near:
        return None
    dry = manifest["run"]["options"].get("dry_run", False)
    title = "What each threshold would reject" if dry else "What each threshold rejected"
    made = Table(box=SIMPLE_HEAD, title=title, title_justify="left")
    made.add_column("rule and limit", overflow="fold")
    made.add_column("rejects", justify="right", no_wrap=True)
    made.add_column("just accepted", overflow="fold")
    made.add_column("just rejected", overflow="fold")

    def side(rows: list[Data]) -> Text:
        if not rows:
            return Text("none", style="dim")
        first = rows[0]
        text = " ".join(first["text"].split()).translate(CONTROLS)
        excerpt = text if len(text) <= 60 else f"{text[:60]}…"
        return Text.assemble(f"{_plain_number(first['value'])}  ", (first["place"].translate(CONTROLS), "dim"), f"\n{excerpt}")

    rejects = _plain(counts["reasons"])
    for rule, row in sorted(near.items(), key=lambda item: -rejects.get(item[0], 0)):
        count = rejects.get(rule, 0)
        head = Text.assemble((rule, "bold"), f"\n{_plain_number(row['limit'])}")
        share = f"{count:,}\n{_share(count, counts['documents'])}\n{row['alone']:,} alone"
        made.add_row(head, share, side(row["kept"]), side(row["rejected"]))
    return made


def _plain(rows: Data) -> dict[str, int]:
    return {name: row["count"] for name, row in rows.items()}


def _total(rows: dict[str, int]) -> int:
    return sum(rows.values())


def _share(part: int, whole: int) -> str:
    if 0 < part < LEAST_SHARE * whole:
        return "< 0.1 %"
    if (1 - LEAST_SHARE) * whole <= part < whole:
        return "> 99.9 %"
    return f"{100 * part / whole:.1f} %" if whole else ""


def _size(count: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"


def _speed(timing: Data) -> str:
    seconds = timing.get("seconds")
    return f"{_size(timing['bytes'] / seconds)}/s" if seconds else ""


def _head(counts: Data, timing: Data, tasks: list[str]) -> str:
    total, read_all = counts["documents"], counts["documents"] + counts["unreadable"]
    tiles = [
        ("documents", f"{total:,}", f"{_size(counts['bytes'])} of text"),
        ("accepted", f"{counts['accepted']:,}", _share(counts["accepted"], total)),
        ("rejected", f"{counts['rejected']:,}", _share(counts["rejected"], total)),
        ("unreadable", f"{counts['unreadable']:,}", "lines, rows and files"),
    ]
    if "edits" in tasks:
        edits = sum(row["count"] for row in counts["edits"].values())
        tiles.append(("edits", f"{edits:,}", f"in {_share(counts['edited'], total) or 'none'} of the documents"))
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


def _languages(counts: Data, plots: Plots) -> str:
    names = {**languages(), "und": "undetermined"}
    return (
        f"<h3>by characters</h3>{plots.bars(counts['languages'], _total(counts['languages']), names, LEAST_SHARE)}"
        f"<h3>by dominant language of a document</h3>"
        f"{plots.bars(counts['dominant'], counts['documents'], names, LEAST_SHARE)}"
        if counts["languages"]
        else ""
    )


def _edits(counts: Data, plots: Plots) -> str:
    rows = counts["edits"]
    if not rows:
        return ""
    examples = []
    for kind, row in list(rows.items())[:MOST_ROWS]:
        items = "".join(
            f"<li><code>{escape(e['place'])}</code> <q dir='auto'>{_line(e['before'])}"
            + (f"<del>{escape(visible(e['was']))}</del>" if e["was"] else "")
            + (f"<ins>{escape(visible(e['is']))}</ins>" if e["is"] else "")
            + f"{_line(e['after'])}</q></li>"
            for e in row["examples"]
        )
        examples.append(f"<h4>{escape(kind)}</h4><ul class='examples'>{items}</ul>")
    plain = _plain(rows)
    return f"{plots.bars(plain, _total(plain))}<details><summary>Examples</summary>{''.join(examples)}</details>"


def _reasons(counts: Data, plots: Plots) -> str:
    """All rules: those that reject most first, then those that reject nothing."""
    reasons, thresholds = counts["reasons"], counts.get("thresholds", {})
    blocks = []
    for rule in [*reasons, *(rule for rule in thresholds if rule not in reasons)]:
        row = reasons.get(rule, {"count": 0, "examples": []})
        near = thresholds.get(rule)
        head = f"{row['count']:,} documents, {_share(row['count'], counts['documents'])}"
        shown = _threshold(rule, near, counts, plots) if near else _examples(row["examples"])
        limit = f" <span class='limit'>{_number(near['limit'])}</span>" if near else ""
        blocks.append(f"<h4>{escape(rule)}{limit} <i>{head}{_alone(near)}</i></h4>{shown}")
    if not blocks:
        return "<p class='note'>No document was rejected: there is no threshold.</p>"
    note = "<p class='note'>A document that fails several rules counts for each.</p>"
    return f"{plots.bars(_plain(reasons), counts['documents'])}{note}{''.join(blocks)}"


def _alone(near: Data | None) -> str:
    return f"; {near['alone']:,} fail{'s' if near['alone'] == 1 else ''} nothing else" if near else ""


def _threshold(rule: str, near: Data, counts: Data, plots: Plots) -> str:
    """The histogram of a rule's measure, and the documents nearest to the limit on both sides."""
    histogram = counts["histograms"].get(rule[4:])
    plot = plots.histogram(histogram, {rule[:3]: near["limit"]}, f"histogram of {rule[4:]}") if histogram else ""
    sides = "".join(
        f"<div><h5>{title}</h5>{_examples(near[side]) or '<p class=note>none</p>'}</div>"
        for title, side in (("just accepted", "kept"), ("just rejected", "rejected"))
    )
    return f"<div class='wide'>{plot}</div><div class='sides'>{sides}</div>"


def _examples(rows: list[Data]) -> str:
    items = "".join(
        f"<li><code>{escape(e['place'])}</code> "
        + (f"<b>{_number(e['value'])}</b> " if "value" in e else "")
        + (f"<q dir='auto'>{_line(e['text'])}</q>" if e.get("text") else "")
        + "</li>"
        for e in rows
    )
    return f"<ul class='examples'>{items}</ul>" if items else ""


def _signals(counts: Data, manifest: Data, plots: Plots) -> str:
    known = {name: formula for name, _, formula, _ in signals()}
    blocks: list[str] = []
    rest = [name for name in known if name in counts["histograms"]]
    for prefix, title in FAMILIES.items():
        names = [name for name in rest if name.startswith(prefix)]
        rest = [name for name in rest if name not in names]
        if names:
            charts = _measures(counts, {name: known[name] for name in names}, manifest, plots)
            blocks.append(f"<details{' open' if not blocks else ''}><summary>{title}</summary>{charts}</details>")
    return "".join(blocks)


def _measures(counts: Data, names: dict[str, str], manifest: Data, plots: Plots) -> str:
    """A small histogram for each measure, with its quantiles and the limits of the policy."""
    limits = _limits(manifest["run"]["options"]["policy"])
    charts = []
    for name, about in names.items():
        histogram = counts["histograms"].get(name)
        if histogram:
            bins = histogram["bins"]
            # Read off from bins a fifth wide: more digits would be made up.
            low, middle, high = (_number(float(f"{_quantile(bins, q):.2g}")) for q in (0.05, 0.5, 0.95))
            zero = sum(count for low_edge, high_edge, count in bins if low_edge == high_edge)
            left = f"zero {_share(zero, sum(count for *_, count in bins))}" if zero else f"5 % {low}"
            charts.append(
                f"<figure><figcaption title='{escape(about, quote=True)}'><b>{escape(name)}</b><i>{escape(about)}</i>"
                f"</figcaption>{plots.histogram(histogram, limits.get(name, {}), f'histogram of {name}')}<p><span>{left}</span>"
                f"<span>median {middle}</span><span>95 % {high}</span></p></figure>"
            )
    return f"<div class='charts'>{''.join(charts)}</div>" if charts else ""


def _limits(policy: Data) -> dict[str, dict[str, float]]:
    """The limits of each measure, by side."""
    found: dict[str, dict[str, float]] = {}
    for key, value in policy.items():
        if key[:4] in ("min_", "max_") and isinstance(value, (int, float)):
            found.setdefault(key[4:], {})[key[:3]] = value
    for name, span in policy.get("signals", {}).items():
        sides = span if isinstance(span, dict) else dict(zip(("min", "max"), span, strict=True))
        found.setdefault(name, {}).update({side: limit for side, limit in sides.items() if limit is not None})
    return found


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
    return escape(_plain_number(value) if isinstance(value, (int, float)) else str(value))


def _plain_number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.4g}"


def _line(text: str) -> str:
    return escape(" ".join(text.split())) if text.strip() else " "


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
    note = f"<p class='note'>{len(passed_over):,} files of other kinds and folders of earlier runs were passed over.</p>" if passed_over else ""
    return (
        f"<details><summary>{len(manifest['run']['inputs']):,} read, {len(manifest['outputs']):,} written</summary>"
        f"<h4>read</h4>{rows(manifest['run']['inputs'], False)}<h4>written</h4>{rows(manifest['outputs'], True)}{note}</details>"
    )
