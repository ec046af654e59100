-- One row per department and kind of which nothing counts in one month.
--
-- kind         tasks, ratings (with ballots) or disclosures: what each department sends
-- last_month   last month before in which something of it counted, null for never
-- team_count   scored teams of the department, count
--
-- $month    date, first day of the month
-- $team     text, root of the tree shown, or null
-- $scope    list of text, roots of the trees in sight, or null
--
-- A department is a team with others below it, or one directly below the top of a tree;
-- it speaks for all teams in its tree. The top is none: it would hide everybody else.
-- Source: Flag rules, section 3, not_reported

with

visible_teams as (
    select team_id
    from scope.lineage
    group by team_id
    having
        (
            cast($scope as varchar[]) is null
            or count_if(list_contains(cast($scope as varchar[]), ancestor_id)) > 0
        )
        and (
            cast($team as varchar) is null
            or count_if(ancestor_id = cast($team as varchar)) > 0
        )
),

parents as (
    select parent_id as team_id
    from staging.teams
    where parent_id is not null
    group by parent_id
),

tops as (
    select team_id
    from scope.lineage
    group by team_id
    having count(*) = 1
),

departments as (
    select
        teams.team_id,
        teams.team_name
    from staging.teams
    inner join visible_teams
        on visible_teams.team_id = teams.team_id
    left join parents
        on parents.team_id = teams.team_id
    left join tops
        on tops.team_id = teams.team_id
    left join tops as tops_above
        on tops_above.team_id = teams.parent_id
    where
        tops.team_id is null
        and (parents.team_id is not null or tops_above.team_id is not null)
),

scored_departments as (
    select
        departments.team_id,
        departments.team_name,
        count(*) as team_count
    from departments
    inner join scope.lineage
        on lineage.ancestor_id = departments.team_id
    inner join scope.team_months
        on team_months.team_id = lineage.team_id
        and team_months.month = cast($month as date)
    group by departments.team_id, departments.team_name
),

-- Ratings and ballots are two forms of one thing; objections are nobody's duty.
evidence_by_kind as (
    select
        evidence.team_id,
        evidence.month,
        case
            when parts.dimension = 'tasks' then 'tasks'
            when parts.dimension = 'evaluation' then 'ratings'
            when evidence.part = 'notice_on_time' then 'disclosures'
        end as kind
    from scores.evidence
    inner join rules.parts
        on parts.part = evidence.part
    where evidence.month <= cast($month as date)
),

expected_kinds as (
    select distinct kind
    from evidence_by_kind
    where kind is not null
),

last_records as (
    select
        lineage.ancestor_id as team_id,
        evidence_by_kind.kind,
        max(evidence_by_kind.month) as last_month
    from evidence_by_kind
    inner join scope.lineage
        on lineage.team_id = evidence_by_kind.team_id
    group by lineage.ancestor_id, evidence_by_kind.kind
)

select
    expected_kinds.kind,
    scored_departments.team_id,
    scored_departments.team_name,
    last_records.last_month,
    scored_departments.team_count
from scored_departments
cross join expected_kinds
left join last_records
    on last_records.team_id = scored_departments.team_id
    and last_records.kind = expected_kinds.kind
where coalesce(last_records.last_month < cast($month as date), true)
order by
    expected_kinds.kind asc,
    scored_departments.team_id asc
