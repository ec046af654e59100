-- One row per team and month that is surely under its standard, chance taken off.
--
-- observed      points: posterior mean
-- threshold     points: the standard
-- n             items of the window
-- probability   chance that the team is under its standard
-- note          not_linked: only its raters, shared with nobody else, put it here;
--               disagrees: its grade is excellent or good
--
-- It goes on until the team has been clear of it in enough of the last months: a flag
-- must not flicker. A month that is on only by this is a watch. Nobody is flagged in a
-- group whose teams are equal up to chance, or in a month too little is known of.
-- Source: Flag rules, section 3

with

-- The flag is on from a watched month until a month that ends it.
ends as (
    select
        standings.team_id,
        standings.month,
        year(standings.month) * 12 + month(standings.month) as month_number,
        standings.is_watched,
        standings.is_watched
        and standings.is_sure
        and standings.is_solid
        and standings.sure_months >= scheme.lasting_months as is_concern,
        standings.is_far,
        standings.is_unlinked,
        not coalesce(standings.can_differ, false)
        or not standings.has_previous
        or standings.clear_months >= scheme.lasting_months as is_ended
    from estimates.standings
    cross join scope.scheme
),

turns as (
    select
        team_id,
        month,
        is_concern,
        is_far,
        is_unlinked,
        max(case when is_watched then month_number end) over (
            partition by team_id
            order by month_number asc
            rows between unbounded preceding and current row
        ) as last_watched,
        max(
            case
                when is_ended and not coalesce(is_watched, false) then month_number
            end
        ) over (
            partition by team_id
            order by month_number asc
            rows between unbounded preceding and current row
        ) as last_ended
    from ends
)

select
    turns.team_id,
    turns.month,
    case
        when not coalesce(turns.is_concern, false) or turns.is_unlinked then 'watch'
        when turns.is_far then 'alarm'
        else 'concern'
    end as severity,
    cast(null as varchar) as subject,
    levels.posterior_mean as observed,
    levels.standard as threshold,
    levels.n,
    levels.p_below as probability,
    case
        when turns.is_unlinked then 'not_linked'
        when grades.grade in ('excellent', 'good') then 'disagrees'
    end as note
from turns
inner join estimates.levels
    on levels.team_id = turns.team_id
    and levels.month = turns.month
inner join scores.grades
    on grades.team_id = turns.team_id
    and grades.month = turns.month
where
    turns.last_watched is not null
    and (turns.last_ended is null or turns.last_watched > turns.last_ended)
