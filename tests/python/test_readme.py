"""The README says what is true: its Python runs here, its Rust in `cargo test --doc`, its test command in CI."""

from __future__ import annotations

import doctest
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"


def test_its_examples_run() -> None:
    failed, tried = doctest.testfile(str(README), module_relative=False)
    assert tried > 10 and failed == 0


def test_its_policy_is_one(tmp_path: Path) -> None:
    import textmend

    shown = README.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    (tmp_path / "policy.toml").write_text(shown, encoding="utf-8")
    assert len(textmend.Policy.from_toml(tmp_path / "policy.toml").to_dict()) == 8


def test_ci_runs_exactly_its_test_command() -> None:
    command = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1]
    assert f"\n```sh\n{command}\n```\n" in README.read_text(encoding="utf-8")


def test_the_docstring_of_the_package_runs() -> None:
    import textmend

    failed, tried = doctest.testmod(textmend)
    assert tried and failed == 0
