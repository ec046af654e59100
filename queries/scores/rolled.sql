-- One row per scored team and month that has a rolled score.
--
-- rolled_score   points, 0 to 100: the team's own final score and those below it
--
-- A rolled score is a weighted mean of final scores in the tree: each step down
-- multiplies the weight by the children's part and by the child's share, so one walk
-- down from each team finds the weight of every final score in it.
-- Source: Scoring rules, section 4, roll-up

with recursive

tree_links as (
    select
        parents.parent_id,
        parents.team_id,
        parents.month
    from scores.parents
    inner join build.months
        on months.month = parents.month
),

descents as (
    select
        totals.team_id as ancestor_id,
        totals.team_id,
        totals.month
    from scores.totals
    inner join build.months
        on months.month = totals.month
    union
    select
        descents.ancestor_id,
        tree_links.team_id,
        descents.month
    from descents
    inner join tree_links
        on tree_links.parent_id = descents.team_id
        and tree_links.month = descents.month
),

-- What lies in each team's tree: the weight of its tasks, and whether it has any score.
subtrees as (
    select
        descents.ancestor_id as team_id,
        descents.month,
        sum(coalesce(parts.sum_w, 0)) as task_weight,
        bool_or(totals.final_score is not null) as has_score
    from descents
    inner join scores.totals
        on totals.team_id = descents.team_id
        and totals.month = descents.month
    left join scores.parts
        on parts.team_id = descents.team_id
        and parts.month = descents.month
        and parts.part = 'task_completion'
    group by descents.ancestor_id, descents.month
),

children as (
    select
        tree_links.parent_id,
        tree_links.team_id,
        tree_links.month,
        subtrees.task_weight,
        sum(subtrees.task_weight) over (
            partition by tree_links.parent_id, tree_links.month
        ) as all_weight
    from tree_links
    inner join subtrees
        on subtrees.team_id = tree_links.team_id
        and subtrees.month = tree_links.month
    where subtrees.has_score
),

limited_shares as (
    select
        children.parent_id,
        children.team_id,
        children.month,
        case
            when children.all_weight > 0
                then
                    least(
                        children.task_weight / nullif(children.all_weight, 0),
                        scheme.child_share_limit
                    )
            else cast(1 as double)
        end as limited_share
    from children
    cross join scope.scheme
),

shares as (
    select
        parent_id,
        team_id,
        month,
        limited_share / nullif(
            sum(limited_share) over (partition by parent_id, month), 0
        ) as share
    from limited_shares
),

parents_with_children as (
    select distinct
        parent_id,
        month
    from shares
),

own_shares as (
    select
        totals.team_id,
        totals.month,
        totals.final_score,
        case
            when totals.final_score is null then cast(0 as double)
            when parents_with_children.parent_id is null then cast(1 as double)
            else scheme.own_share
        end as own_share
    from scores.totals
    inner join build.months
        on months.month = totals.month
    cross join scope.scheme
    left join parents_with_children
        on parents_with_children.parent_id = totals.team_id
        and parents_with_children.month = totals.month
),

walks as (
    select
        own_shares.team_id as ancestor_id,
        own_shares.team_id,
        own_shares.month,
        cast(1 as double) as weight
    from own_shares
    union all
    select
        walks.ancestor_id,
        shares.team_id,
        walks.month,
        walks.weight * (1 - own_shares.own_share) * shares.share as weight
    from walks
    inner join own_shares
        on own_shares.team_id = walks.team_id
        and own_shares.month = walks.month
    inner join shares
        on shares.parent_id = walks.team_id
        and shares.month = walks.month
)

select
    walks.ancestor_id as team_id,
    walks.month,
    sum(walks.weight * own_shares.own_share * own_shares.final_score) as rolled_score
from walks
inner join own_shares
    on own_shares.team_id = walks.team_id
    and own_shares.month = walks.month
where own_shares.final_score is not null
group by walks.ancestor_id, walks.month
