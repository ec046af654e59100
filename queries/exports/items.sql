-- One row per scored fact: relation items as other programs read it.
--
-- $month     date, first day of the month, or null for every month
-- $team_id   text, or null for every team
-- $scope     list of text, roots of the trees in sight, or null for everything
-- $team_ids  list of text, the teams that are wanted, or null for all of them
-- $sees_raters   whether raters keep their ids; if not they are numbered within team,
--                month and part, so that nobody can follow one from team to team
--
-- Months are text, 2026-03. Column names and order are part of the interface.

with

shown_teams as (
    select team_id
    from scope.lineage
    group by team_id
    having
        (
            cast($scope as varchar[]) is null
            or count_if(list_contains(cast($scope as varchar[]), ancestor_id)) > 0
        )
        and (
            cast($team_ids as varchar[]) is null
            or list_contains(cast($team_ids as varchar[]), team_id)
        )
),

wanted_items as (
    select
        items.team_id,
        items.month,
        items.part,
        items.item_key,
        items.w,
        items.x,
        items.kind,
        items.source_key,
        items.upload_id,
        items.kind = 'ratings' and not cast($sees_raters as boolean) as is_hidden,
        dense_rank() over (
            partition by items.team_id, items.month, items.part
            order by items.item_key asc
        ) as place
    from scores.items
    where
        ($month is null or items.month = cast($month as date))
        and ($team_id is null or items.team_id = cast($team_id as varchar))
        and (
            ($scope is null and $team_ids is null)
            or items.team_id in (select shown_teams.team_id from shown_teams)
        )
)

select
    wanted_items.team_id,
    strftime(wanted_items.month, '%Y-%m') as month,
    wanted_items.part,
    case
        when wanted_items.is_hidden then cast(wanted_items.place as varchar)
        else wanted_items.item_key
    end as item_key,
    wanted_items.w,
    wanted_items.x,
    wanted_items.kind,
    case
        when not wanted_items.is_hidden then wanted_items.source_key
    end as source_key,
    wanted_items.upload_id
from wanted_items
order by
    wanted_items.month asc,
    wanted_items.team_id asc,
    wanted_items.part asc,
    wanted_items.place asc
