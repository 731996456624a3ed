"""Engines of data frames and clusters, each a thin file over `annotate`.

Import the one you need: `textmend.engines.polars`, `.pandas`, `.spark`, `.ray`, `.datasets`.
"""
