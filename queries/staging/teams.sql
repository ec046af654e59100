-- One row per team: the register of teams.
--
-- parent_id       null at the top of the tree
-- staff           people
-- population      people
-- active_from     null is since ever
-- active_to       null is still
-- source_row      line of the uploaded file, as a person sees it
--
-- Of each key the newest row counts, whatever upload it came in.
-- Source: Scoring rules, section 1

with

ranked_rows as (
    select
        team_id,
        team_name,
        short_names,
        tier,
        parent_id,
        peer_group,
        staff,
        population,
        is_assessed,
        active_from,
        active_to,
        upload_id,
        "row" as source_row,
        row_number() over (
            partition by team_id
            order by upload_id desc, "row" desc
        ) as recency
    from uploads.teams
)

select
    team_id,
    team_name,
    short_names,
    tier,
    parent_id,
    peer_group,
    cast(staff as bigint) as staff,
    cast(population as bigint) as population,
    cast(is_assessed as boolean) as is_assessed,
    cast(active_from as date) as active_from,
    cast(active_to as date) as active_to,
    upload_id,
    source_row
from ranked_rows
where recency = 1
