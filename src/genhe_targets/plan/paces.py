"""Pace methods a target can declare: how progress before a deadline is told from delay.

Written as a name, ``pace: projection``, or with its parameters,
``pace: {method: projection, window: 3}``.  The arithmetic is in ``judging.pace``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from genhe_targets.periods import Step
from genhe_targets.plan.limits import Year
from genhe_targets.plan.parts import Part
from genhe_targets.vocabulary import Lang

if TYPE_CHECKING:
    from genhe_targets.plan.model import Target

STEP_WORDS: dict[Step, dict[Lang, str]] = {
    "day": {"zh": "日", "en": "day"},
    "month": {"zh": "月", "en": "month"},
    "quarter": {"zh": "季度", "en": "quarter"},
    "year": {"zh": "年", "en": "year"},
}


class PaceMethod(Part):
    """Base of the pace methods: frozen, and unknown parameters are refused.

    Attributes:
        since: The year of the base; where the method looks at a window, that window by default.
        by: What the figures are counted by, and what is still needed is given for.
    """

    method: str
    since: Year | None = None
    by: Step = "year"
    words: ClassVar[dict[Lang, str]]

    def sentence(self, lang: Lang) -> str:
        """The method with its parameters, in words."""
        values: dict[str, Any] = dict(self)
        if "by" in values:
            values["by"] = STEP_WORDS[values["by"]][lang]
        shares = {f"{k}_pct": _percent(v) for k, v in values.items() if isinstance(v, Decimal)}
        return self.words[lang].format(**values, **shares)


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"


class ElapsedShare(PaceMethod):
    """序时进度: the share of the limit reached (or used up) beside the share of the time gone.

    Attributes:
        by: What time is counted in; official tables use whole quarters.
        yellow_within: How far behind the time a yellow light reaches; beyond it is red.
    """

    method: Literal["elapsed_share"] = "elapsed_share"
    by: Step = "day"
    yellow_within: Decimal = Field(default=Decimal("0.1"), ge=0, le=1)
    words = {
        "zh": "完成率与序时进度比较（按{by}计）",
        "en": "share done against share of the time gone, counted by {by}",
    }


class Projection(PaceMethod):
    """The mean of the last changes extended to the deadline (weather symbols of Destatis).

    Attributes:
        by: What the figures are counted by.
        window: Over how many steps the mean change is taken.
        least_points: Fewer figures than this within the window give no answer.
        near: A relative shortfall below this is on track.
        off: A relative shortfall above this is far off.
        each_period: Whether the limit is to be kept in every period, not only at the deadline.
    """

    method: Literal["projection"] = "projection"
    by: Step = "year"
    window: int = Field(default=5, ge=1, le=60)
    least_points: int = Field(default=4, ge=2, le=60)
    near: Decimal = Field(default=Decimal("0.05"), ge=0)
    off: Decimal = Field(default=Decimal("0.2"), ge=0)
    each_period: bool = False
    words = {
        "zh": "按近{window}个{by}平均变化外推至时限，缺口小于{near_pct}为正常",
        "en": "mean change of the last {window} {by}s extended to the deadline; "
        "on track below {near_pct} short",
    }

    @model_validator(mode="after")
    def _in_order(self) -> Projection:
        if self.near > self.off:
            raise ValueError(f"near ({self.near}) must not exceed off ({self.off})")
        if self.least_points > self.window + 1:
            raise ValueError(f"a window of {self.window} never holds {self.least_points} figures")
        return self


class CagrRatio(PaceMethod):
    """Compound growth so far over the compound growth needed (Eurostat, Open SDG).

    Attributes:
        edition: Whose classes and cut-offs are used where there is no limit: ``eurostat``
            (1 %, 0, -1 %) or ``open_sdg`` (1.5 %, 0.5 %, 0).
        by: What the figures are counted by.
        on_track, moderate: Cut-offs of the ratio.
        natural_limit: A value that cannot be passed, such as 100 for a share; near it the growth
            asked for shrinks (Open SDG, without a limit).
        zero_as: What stands for a base or limit of zero, for reproducing published results of
            Open SDG (0.001).  Off by default: the number chosen decides the answer.
    """

    method: Literal["cagr_ratio"] = "cagr_ratio"
    edition: Literal["eurostat", "open_sdg"] = "eurostat"
    by: Step = "year"
    on_track: Decimal = Field(default=Decimal("0.95"), gt=0)
    moderate: Decimal = Field(default=Decimal("0.60"), gt=0)
    natural_limit: Decimal | None = Field(default=None, gt=0)
    zero_as: Decimal | None = Field(default=None, gt=0)
    words = {
        "zh": "实际年均增速与所需年均增速之比，不低于{on_track_pct}为正常",
        "en": "compound growth so far over the growth needed; on track from {on_track_pct}",
    }

    @model_validator(mode="after")
    def _in_order(self) -> CagrRatio:
        if self.moderate > self.on_track:
            raise ValueError(f"moderate ({self.moderate}) exceeds on_track ({self.on_track})")
        return self


class LogProgress(PaceMethod):
    """A compounding reduction: ln(done) / ln(asked) beside the share of the time gone.

    Attributes:
        by: What the figures are counted by.
    """

    method: Literal["log_progress"] = "log_progress"
    by: Step = "year"
    words = {
        "zh": "按复合降幅计算的进度与序时进度比较（按{by}计）",
        "en": "compounded change done against the share of the time gone, counted by {by}",
    }


class PercentOfChange(PaceMethod):
    """The share of the targeted change achieved (Healthy People 2020).

    Attributes:
        improved: Without standard errors, a share from which on it counts as moved.
        worse: Without standard errors, a relative change away from which on it counts as worse.
        by: What is still needed is given for each of these.
    """

    method: Literal["percent_of_change"] = "percent_of_change"
    improved: Decimal = Field(default=Decimal("0.1"), ge=0)
    worse: Decimal = Field(default=Decimal("0.1"), ge=0)
    by: Step = "year"
    words = {
        "zh": "已实现目标变化量的比例，不低于{improved_pct}为改善",
        "en": "share of the targeted change achieved; improved from {improved_pct}",
    }


def _spelled_out(value: Any) -> Any:
    """Let the bare name of a method stand for it with its usual parameters."""
    return {"method": value} if isinstance(value, str) else value


AnyPace = Annotated[
    Annotated[
        ElapsedShare | Projection | CagrRatio | LogProgress | PercentOfChange,
        Field(discriminator="method"),
    ],
    BeforeValidator(_spelled_out),
]

PACES: dict[str, type[PaceMethod]] = {
    "elapsed_share": ElapsedShare,
    "projection": Projection,
    "cagr_ratio": CagrRatio,
    "log_progress": LogProgress,
    "percent_of_change": PercentOfChange,
}
"""The methods by name."""


def first_year(target: Target, year: int) -> int:
    """The first year whose figures the pace method of a target looks at.

    Args:
        target: A target with a pace method.
        year: The plan's year.
    """
    method = target.pace
    if method is None or isinstance(method, ElapsedShare):
        return year
    if method.since is not None:
        return method.since
    since = getattr(target.rule, "since", None)
    if isinstance(since, int):
        return since + 1
    if isinstance(method, Projection) and method.by == "year":
        return year - method.window
    return year
