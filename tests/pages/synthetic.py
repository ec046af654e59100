"""A small made-up version: the relations of docs/relations.md with plausible values."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from dashboard.kinds import KINDS
from dashboard.pipeline.rules import load_rules

GROUPS = ("经济发展", "社会民生", "执法监管", "党群综合", "县区", "乡镇街道")
BUREAUS = (
    "发展和改革", "教育", "科学技术", "工业和信息化", "公安", "民政", "司法", "财政",
    "人力资源和社会保障", "自然资源和规划", "生态环境", "住房和城乡建设", "交通运输",
    "水利", "农业农村", "商务", "文化旅游广电体育", "卫生健康", "退役军人事务",
    "应急管理", "审计", "市场监督管理", "统计", "医疗保障", "林业", "信访", "城市管理",
)  # fmt: skip
COUNTIES = ("零陵区", "冷水滩区", "祁阳市", "东安县", "双牌县", "道县", "江永县", "宁远县")
SURNAMES = "东西南北上下大小新清石白黄青龙凤"
PLACES = "江河溪塘坪岭桥田湾口"


def teams(count: int) -> list[dict[str, object]]:
    """Return a city, its bureaus, its counties and their townships."""
    draw = random.Random(7)
    found = [_team("431100", "阳明市", "city", None, "市本级", is_assessed=False)]
    for number, name in enumerate(BUREAUS):
        group = GROUPS[number % 4]
        found.append(_team(f"B{number:03d}", f"市{name}局", "bureau", "431100", group))
    for number, name in enumerate(COUNTIES):
        found.append(_team(f"4311{number + 2:02d}", name, "county", "431100", "县区"))
    while len(found) < count + 1:
        number = len(found)
        parent = f"4311{number % len(COUNTIES) + 2:02d}"
        name = draw.choice(SURNAMES) + draw.choice(PLACES) + draw.choice(("镇", "乡", "街道"))
        found.append(_team(f"T{number:04d}", name, "township", parent, "乡镇街道"))
    return found


def _team(
    team_id: str, name: str, tier: str, parent: str | None, group: str, is_assessed: bool = True
) -> dict[str, object]:
    return {
        "team_id": team_id, "team_name": name, "short_names": None, "tier": tier,
        "parent_id": parent, "peer_group": group, "staff": 40, "population": None,
        "is_assessed": is_assessed, "active_from": None, "active_to": None,
        "upload_id": "U000001", "source_row": 2,
    }  # fmt: skip


def write_version(
    path: Path, team_count: int = 120, month_count: int = 24, seed: int = 1
) -> Path:
    """Write one version; the same arguments give the same values."""
    draw = random.Random(seed)
    everyone = teams(team_count)
    assessed = [team for team in everyone if team["is_assessed"]]
    months = [date(2024 + (9 + i) // 12, (9 + i) % 12 + 1, 1) for i in range(month_count)]
    scores, lights, flags, team_months = [], [], [], []
    for team in assessed:
        level = draw.gauss(82, 6)
        for month in months:
            level += draw.gauss(0, 1.2) + (82 - level) * 0.05
            _score_month(draw, team, month, level, scores, lights, flags)
            team_months.append(
                {"team_id": team["team_id"], "month": month, "last_day": month,
                 "cutoff": month, "as_of": date(2026, 10, 8), "tier": team["tier"],
                 "peer_group": team["peer_group"]}
            )  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    month_rows = [
        {"month": month, "last_day": month, "cutoff": month, "as_of": date(2026, 10, 8)}
        for month in months
    ]
    version = [
        {"version": path.stem, "as_of": date(2026, 10, 8), "fingerprint": None,
         "built_at": "2026-10-08T01:30:00+00:00", "first_month": months[0],
         "last_month": months[-1]}
    ]  # fmt: skip
    totals = [
        {"team_id": row["team_id"], "month": row["month"], "rounded_score": row["final_score"]}
        for row in scores
    ]
    with duckdb.connect(str(path)) as connection:
        for relation, rows in {
            "scores.totals": totals,
            "staging.teams": everyone,
            "scores.scores": scores,
            "scope.team_months": team_months,
            "scores.months": month_rows,
            "flags.light": lights,
            "flags.flags": flags,
            "build.version": version,
        }.items():
            frame = pl.DataFrame(rows, infer_schema_length=None)
            connection.execute(f"create schema if not exists {relation.split('.')[0]}")
            connection.register("given", frame)
            connection.execute(f"create table {relation} as from given")
            connection.unregister("given")
        _add_expected(connection, everyone)
    return path


def _add_expected(
    connection: duckdb.DuckDBPyConnection, everyone: list[dict[str, object]]
) -> None:
    """Add what is expected: ledgers of tasks that stopped coming from every tenth team."""
    load_rules(connection)
    above = {team["team_id"]: team["parent_id"] for team in everyone}
    lineage = []
    for team_id in above:
        ancestor: object = team_id
        while ancestor is not None:
            lineage.append({"team_id": team_id, "ancestor_id": ancestor})
            ancestor = above[ancestor]
    tasks = [
        {"team_id": team_id, "upload_id": f"U{1 if number % 10 == 3 else 2}",
         "assigned_on": date(2026, 8, 1), "due_on": date(2026, 12, 1)}
        for number, team_id in enumerate(above)
    ]  # fmt: skip
    uploads = [
        {"upload_id": f"U{number}", "file_name": f"tasks{number}.csv", "uploaded_by": "clerk",
         "uploaded_at": f"2026-{day}T01:00:00+00:00"}
        for number, day in ((1, "08-30"), (2, "10-02"))
    ]  # fmt: skip
    for relation, frame in {
        "scope.lineage": pl.DataFrame(lineage),
        "staging.tasks": pl.DataFrame(tasks).with_columns(done_on=pl.lit(None, pl.Date)),
        "build.uploads": pl.DataFrame(uploads),
    }.items():
        connection.register("given", frame)
        connection.execute(f"create or replace table {relation} as from given")
        connection.unregister("given")
    for kind in ("ratings", "ballots", "disclosures", "petitions", "audit_findings"):
        columns = ", ".join(
            f"{name} {'date' if column.form in ('day', 'month') else 'varchar'}"
            for name, column in zip(KINDS[kind].stored, KINDS[kind].columns, strict=True)
        )
        connection.execute(f"create table staging.{kind} ({columns}, upload_id varchar)")


def _score_month(draw, team, month, level, scores, lights, flags) -> None:  # noqa: ANN001
    score = min(100.0, max(0.0, level + draw.gauss(0, 2.5)))
    is_missing = draw.random() < 0.03
    grade = next(
        name
        for name, least in (("excellent", 90), ("good", 75), ("fair", 60), ("poor", -1))
        if score >= least
    )
    found: list[tuple[str, str, str | None, float | None, float | None]] = []
    if is_missing:
        severity = "concern" if draw.random() < 0.4 else "watch"
        found.append(("not_reported", severity, None, 40.0, 60.0))
    if score < 71:
        severity = "alarm" if score < 66 else "concern"
        found.append(("below_standard", severity, None, score, 77.0))
        found.append(("weak_dimension", "watch", "petitions", score - 14, 60.0))
    if score < 70 and not is_missing:
        found.append(("yellow_line", "concern" if score < 67 else "watch", None, score, 70.0))
    if draw.random() < 0.06:
        overdue = draw.randint(3, 60)
        found.append(
            ("overdue_task", "concern" if overdue > 30 else "watch", "X1", overdue, 30.0)
        )
    if draw.random() < 0.03:
        found.append(("rate_under_floor", "watch", "petition_satisfied", 0.62, 0.85))
    worst = {severity for _, severity, *_ in found}
    light = (
        "grey" if is_missing
        else "red" if worst & {"concern", "alarm"}
        else "yellow" if worst
        else "green"
    )  # fmt: skip
    key = {"team_id": team["team_id"], "month": month}
    shown = None if is_missing else score
    scores.append(
        key | {"final_score": shown, "base_score": shown, "adjustment": 0.0,
               "covered_weight": 40.0 if is_missing else 100.0, "task_count": 12,
               "tasks_score": shown, "evaluation_score": shown, "disclosure_score": shown,
               "petitions_score": shown, "audit_score": shown,
               "grade": "ungraded" if is_missing else grade,
               "grade_reason": "coverage" if is_missing else "score",
               "rank": None if is_missing else draw.randint(1, 27), "ranked_teams": 27,
               "rolled_score": shown}
    )  # fmt: skip
    lights.append(
        key | {"light": light, "underperforming": any(f[0] == "below_standard" for f in found)}
    )
    for flag, severity, subject, observed, threshold in found:
        flags.append(
            {"flag": flag} | key
            | {"severity": severity, "subject": subject,
               "observed": None if observed is None else float(observed),
               "threshold": threshold, "n": 12, "probability": 0.95, "since": month,
               "note": None}
        )  # fmt: skip
