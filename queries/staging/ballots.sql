-- One row per month, team and group of voters: votes counted.
--
-- excellent       votes
-- good            votes
-- fair            votes
-- poor            votes
-- abstain         votes
-- source_row      line of the uploaded file, as a person sees it
--
-- Of each key the newest row counts, whatever upload it came in, unless a later upload
-- replaced everything of its month.
-- Source: Scoring rules, section 1

with

ranked_rows as (
    select
        month,
        team_id,
        rater_group,
        excellent,
        good,
        fair,
        poor,
        abstain,
        upload_id,
        "row" as source_row,
        row_number() over (
            partition by month, team_id, rater_group
            order by upload_id desc, "row" desc
        ) as recency
    from uploads.ballots
)

select
    cast(month as date) as month,
    team_id,
    rater_group,
    cast(excellent as bigint) as excellent,
    cast(good as bigint) as good,
    cast(fair as bigint) as fair,
    cast(poor as bigint) as poor,
    cast(abstain as bigint) as abstain,
    upload_id,
    source_row
from ranked_rows
where
    recency = 1
    and not exists (
        select 1
        from uploads.replacements
        where
            replacements.kind = 'ballots'
            and replacements.upload_id > ranked_rows.upload_id
            and replacements.month = substring(ranked_rows.month, 1, 7)
            and (
                replacements.team_id is null
                or replacements.team_id = ranked_rows.team_id
            )
    )
