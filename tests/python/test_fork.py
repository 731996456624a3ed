"""A process that forks after the pool was used has a child that works."""

from __future__ import annotations

import multiprocessing
import os
import sys

import pytest

import textmend as tm

TEXTS = ["Guten Morgen.Good night."] * 8


def mended(texts: list[str]) -> list[str]:
    return [document.mended for document in tm.analyze_batch(texts, threads=2)]


@pytest.mark.skipif(not hasattr(os, "fork") or sys.platform == "darwin", reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_has_its_own_pool() -> None:
    expected = mended(TEXTS)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map_async(mended, [TEXTS] * 4).get(timeout=60) == [expected] * 4


def test_a_spawned_child_gets_the_analyzer() -> None:
    analyzer = tm.Analyzer(languages=["de", "en"])
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(analyzer.mend, (TEXTS[0],)) == analyzer.mend(TEXTS[0])
