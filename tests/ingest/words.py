"""What departments write, as headers.md has it word for word: the tests read it here."""

from __future__ import annotations

import re
from collections.abc import Iterator

ALIASES = """
teams: team_id = 单位编码; team_name = 单位全称; short_names = 简称; tier = 层级; parent_id = 上级; peer_group = 类别; staff = 人数; population = 辖区人口; is_assessed = 是否考核 (ours); active_from = 启用日期 (ours); active_to = 停用日期 (ours).
tasks: task_id = 任务编号、督办编号、文号; team_id = 责任单位、牵头单位、主办单位; title = 任务名称、工作任务、重点工作内容; source = 任务来源、交办事项来源; level = 任务级别; owner = 责任领导、责任人、联系人; assigned_on = 交办日期; due_on = 完成时限、办理期限; extended_to = 延期至、批准延期; progress = 完成进度; done_on = 完成时间、办结日期; note = 完成情况、进展; quality = 完成质量、验收等次; returns = 退回次数; evidence = 佐证材料; role = 承担角色 (ours); problem = 存在问题 (ours); measure = 工作措施 (ours); is_exempt = 是否容错 (ours); exempt_reason = 容错事由 (ours).
ratings: month = 考核期、月份; team_id = 被考核单位、被评单位; rater_group = 评价主体、测评类别; rater_id = 评价人编号; item = 评价项目; score = 得分.
ballots: month = 考核期、月份; team_id = 被考核单位、被评单位; rater_group = 评价主体、测评类别; excellent = 优秀票; good = 良好票; fair = 一般票; poor = 较差票; abstain = 弃权.
disclosures: notice_id = 公示编号; posted_on = 公示日期; posted_until = 截止; channel = 公示渠道; url = 网址; team_id = 责任单位 (ours); subject = 公示事项 (ours); due_on = 应公示日期 (ours); items_due = 应公示件数 (ours); items_posted = 实际公示件数 (ours).
objections: objection_id = 异议编号; team_id = 提出单位; matter = 事项; received_on = 收到日期; answered_on = 答复日期; outcome = 处理结果.
petitions: case_id = 信访编号、来信编号、工单号; team_id = 承办单位、办理单位; channel = 信访形式; purpose = 信访目的、类别; topic = 内容分类; petitioner = 信访人、姓名; people = 人数; received_on = 登记日期、收到日期; notified_on = 受理告知书日期; rejected_on = 不予受理; accepted_on = 受理日期; extended_on = 延期告知日期; closed_on = 处理意见书日期、办结日期; is_repeat = 是否重复、初/重; is_skip_level = 是否越级; is_collective = 集体访; satisfaction = 满意度; finding = 是否属实; cleared_on = 澄清日期; excluded_reason = 不计入原因 (ours).
audit_findings: project = 审计项目名称; team_id = 被审计单位; rule_basis = 问题定性依据; due_on = 完成时间; amount_yuan = 涉及金额; finding_id = 问题编号 (ours); category = 问题类别 (ours); found_on = 发现日期 (ours); report_due_on = 应报告日期 (ours); reported_on = 整改报告日期 (ours); closed_on = 销号日期 (ours); rectified_yuan = 已整改金额 (ours); is_repeat = 屡审屡犯 (ours).
adjustments: adjustment_id = 加减分编号 (ours); team_id = 单位 (ours); month = 月份 (ours); kind = 类型 (ours); points = 分值 (ours); reason = 事由 (ours); confirmed_by = 确认人 (ours); confirmed_on = 确认日期 (ours).
"""  # noqa: E501 - as it stands in headers.md

CHOICES = """
tier: city = 市; county = 县区; bureau = 部门; township = 乡镇; section = 科室; group = 班组
role: lead = 主办; support = 协办
level: province = 省级; city = 市级; county = 县级; department = 部门
quality: excellent = 优秀; good = 良好; fair = 一般; poor = 较差
quality: excellent = 好; good = 较好
rater_group: superior = 上级; peer = 互评; public = 群众; self = 自评
outcome: upheld = 变更; rejected = 维持; inadmissible = 不予受理
satisfaction: satisfied = 满意; mostly = 基本满意; dissatisfied = 不满意; unrated = 未评价
finding: true = 属实; partly = 部分属实; untrue = 失实; unverifiable = 无法查实
category: violation = 违规; loss = 损失浪费; irregular = 管理不规范; non_monetary = 非金额; referral = 移送
subject: tasks = 任务; results = 结果; rectification = 整改
kind: second_yellow = 二次黄牌; red_slip = 红色督办单; faked_return = 虚假退回; report_late = 迟报; report_missing = 漏报; bonus = 加分; deduction = 扣分; unit_red = 单位红牌; gate_false_data = 数据造假; gate_reprisal = 打击报复; gate_faked_rectification = 虚假整改
"""  # noqa: E501 - as it stands in headers.md


def aliases() -> Iterator[tuple[str, str, str]]:
    """Yield kind, column and each alias."""
    for kind, column, words in _entries(ALIASES):
        for word in words.replace(" (ours)", "").split("、"):
            yield kind, column, word


def choices() -> Iterator[tuple[str, str, str]]:
    """Yield column, canonical value and each word for it."""
    yield from _entries(CHOICES)


def _entries(table: str) -> Iterator[tuple[str, str, str]]:
    for line in table.strip().splitlines():
        subject, entries = line.split(": ", 1)
        for entry in re.split("; ", entries.removesuffix(".")):
            name, words = entry.split(" = ")
            yield subject, name, words
