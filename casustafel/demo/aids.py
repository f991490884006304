"""The sharing aids of the demo: weighed by the same actions as in real work."""

import tomllib
from pathlib import Path
from typing import Any

from casustafel.demo.stage import Stage
from casustafel.sharing import actions
from casustafel.sharing.choices import Step

AIDS = Path(__file__).parent / "aids.toml"


def aids() -> list[dict[str, Any]]:
    return list(tomllib.loads(AIDS.read_text())["aids"])


def play(stage: Stage) -> None:
    for told in aids():
        with stage.acting(told["login"]) as maker:
            at: dict[str, Any] = {"by": maker, "now": stage.at(told["day"])}
            aid = actions.begin(called=told["called"], **at)
            for step, answers in told["steps"].items():
                aid = actions.answer(aid=aid, step=Step(step), answers=answers, **at)
            if "outcome" in told:
                aid = actions.choose(aid=aid, outcome=told["outcome"], reason=told["reason"], **at)
                actions.finish(aid=aid, **at)
