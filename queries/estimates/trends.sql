-- One row per team, month and question: is its change more than luck.
--
-- question        falling, improving
-- change          points against the middle change of its comparison group
-- scored_months   months of the long window in which the team was scored
-- probability     chance of so large a change by luck alone
-- false_share     false discovery rate among this team and all with a larger change
--
-- Source: Flag rules, section 5; Benjamini and Hochberg, J. R. Stat. Soc. B 57 (1995)

with

ratios as (
    select
        trend_deviates.team_id,
        trend_deviates.month,
        trend_deviates.question,
        trend_deviates.change,
        trend_deviates.scored_months,
        trend_chances.probability,
        trend_chances.probability
        * count(*) over (partition by trend_deviates.month, trend_deviates.question)
        / nullif(
            row_number() over (
                partition by trend_deviates.month, trend_deviates.question
                order by trend_chances.probability asc, trend_deviates.team_id asc
            ),
            0
        ) as ratio
    from windows.trend_deviates
    inner join windows.trend_months
        on trend_months.month = trend_deviates.month
    inner join windows.trend_chances
        on trend_chances.team_id = trend_deviates.team_id
        and trend_chances.month = trend_deviates.month
        and trend_chances.question = trend_deviates.question
)

select
    team_id,
    month,
    question,
    change,
    scored_months,
    probability,
    min(ratio) over (
        partition by month, question
        order by probability asc, team_id asc
        rows between current row and unbounded following
    ) as false_share
from ratios
