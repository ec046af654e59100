-- One row per sender and kind expected of it for one month: by when, and what came.
--
-- kind             tasks, ratings (with ballots) or disclosures of each department;
--                  petitions or audit_findings of an office, for the whole tree
-- sender           department or office; the team of an office is the top of the tree
-- opens_on         first day on which a file can speak for the month
-- due_on           last day on which it is in time
-- announced_days   natural days before due_on from which it is announced
-- is_in_use        whether anybody at all has sent this kind, for this month or before
-- is_received      whether a file speaks for the month
-- last_on          day of the newest file with a record of the sender, null for none
-- last_file, _by   its name, and who sent it
--
-- $month    date, first day of the month
-- $team     text, root of the tree shown, or null
-- $scope    list of text, roots of the trees in sight, or null
--
-- A file speaks for the month if it holds a record of the sender's own tree that was
-- alive in the month, and came no earlier than opens_on: the ledger of September lists
-- tasks that go on in October, and says nothing of how October went. A notice is told
-- of from the day it was posted or due: a plan of notices is no report.
-- Source: Product, Uploads; rules/expected.csv

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

-- A department has others below it, or is directly below a top; it speaks for its tree.
-- The offices speak for the tree of a top.
senders as (
    select
        teams.team_id,
        teams.team_name,
        case when tops.team_id is null then 'department' else 'office' end as sender
    from staging.teams
    inner join visible_teams
        on visible_teams.team_id = teams.team_id
    left join parents
        on parents.team_id = teams.team_id
    left join tops
        on tops.team_id = teams.team_id
    left join tops as tops_above
        on tops_above.team_id = teams.parent_id
    where parents.team_id is not null or tops_above.team_id is not null
),

scored_senders as (
    select
        senders.team_id,
        senders.team_name,
        senders.sender
    from senders
    inner join scope.lineage
        on lineage.ancestor_id = senders.team_id
    inner join scope.team_months
        on team_months.team_id = lineage.team_id
        and team_months.month = cast($month as date)
    group by senders.team_id, senders.team_name, senders.sender
),

reports as (
    select
        scored_senders.team_id,
        scored_senders.team_name,
        scored_senders.sender,
        expected.kind,
        expected.position,
        expected.announced_days,
        cast($month as date) + cast(expected.opens_day - 1 as integer) as opens_on,
        cast(cast($month as date) + interval 1 month as date)
        + cast(expected.due_day - 1 as integer) as due_on
    from scored_senders
    inner join rules.expected
        on expected.sender = scored_senders.sender
    where expected.due_day is not null
),

-- Moments are kept in UTC; the offices' day begins eight hours earlier, all year.
dated_uploads as (
    select
        uploads.upload_id,
        uploads.file_name,
        uploads.uploaded_by,
        cast(substring(uploads.uploaded_at, 1, 10) as date)
        + case when substring(uploads.uploaded_at, 12, 2) >= '16' then 1 else 0 end
            as uploaded_on,
        cast(substring(version.built_at, 1, 10) as date)
        + case when substring(version.built_at, 12, 2) >= '16' then 1 else 0 end
            as built_on,
        version.as_of
    from build.uploads
    cross join build.version
),

-- A version may describe another day than that on which it was built, as that of the
-- sample city does: then nothing can have come after that day, and of a day that is
-- still to come everything came on it.
arrivals as (
    select
        upload_id,
        file_name,
        uploaded_by,
        case
            when as_of > built_on then as_of
            else least(uploaded_on, as_of)
        end as arrived_on
    from dated_uploads
),

-- told_on: first day on which the record could be told of the month, null if never.
records as (
    select
        'tasks' as kind,
        team_id,
        upload_id,
        coalesce(assigned_on, due_on) as first_on,
        case
            when coalesce(done_on >= cast($month as date), true)
                then coalesce(assigned_on, cast($month as date))
        end as told_on
    from staging.tasks
    union all
    select
        'ratings' as kind,
        team_id,
        upload_id,
        month as first_on,
        case when month = cast($month as date) then month end as told_on
    from staging.ratings
    union all
    select
        'ratings' as kind,
        team_id,
        upload_id,
        month as first_on,
        case when month = cast($month as date) then month end as told_on
    from staging.ballots
    union all
    select
        'disclosures' as kind,
        team_id,
        upload_id,
        due_on as first_on,
        case
            when cast(date_trunc('month', due_on) as date) = cast($month as date)
                then least(posted_on, due_on)
        end as told_on
    from staging.disclosures
    union all
    select
        'petitions' as kind,
        team_id,
        upload_id,
        received_on as first_on,
        case
            when coalesce(closed_on >= cast($month as date), true) then received_on
        end as told_on
    from staging.petitions
    union all
    select
        'audit_findings' as kind,
        team_id,
        upload_id,
        found_on as first_on,
        case
            when coalesce(closed_on >= cast($month as date), true) then found_on
        end as told_on
    from staging.audit_findings
),

team_uploads as (
    select
        kind,
        team_id,
        upload_id,
        min(first_on) as first_on,
        min(case when told_on <= last_day(cast($month as date)) then told_on end)
            as told_on
    from records
    group by kind, team_id, upload_id
),

kinds_in_use as (
    select kind
    from team_uploads
    group by kind
    having min(first_on) <= last_day(cast($month as date))
),

tree_uploads as (
    select
        lineage.ancestor_id as team_id,
        team_uploads.kind,
        team_uploads.upload_id,
        min(team_uploads.told_on) as told_on
    from team_uploads
    inner join scope.lineage
        on lineage.team_id = team_uploads.team_id
    group by lineage.ancestor_id, team_uploads.kind, team_uploads.upload_id
),

sender_uploads as (
    select
        reports.team_id,
        reports.kind,
        arrivals.upload_id,
        arrivals.arrived_on,
        arrivals.file_name,
        arrivals.uploaded_by,
        arrivals.arrived_on >= reports.opens_on
        and arrivals.arrived_on >= tree_uploads.told_on as speaks_for_month
    from reports
    inner join tree_uploads
        on tree_uploads.team_id = reports.team_id
        and tree_uploads.kind = reports.kind
    inner join arrivals
        on arrivals.upload_id = tree_uploads.upload_id
),

ranked_uploads as (
    select
        team_id,
        kind,
        arrived_on,
        file_name,
        uploaded_by,
        max(case when speaks_for_month then 1 else 0 end) over (
            partition by team_id, kind
        ) = 1 as is_received,
        row_number() over (
            partition by team_id, kind
            order by upload_id desc
        ) as recency
    from sender_uploads
)

select
    reports.kind,
    reports.sender,
    reports.team_id,
    reports.team_name,
    reports.opens_on,
    reports.due_on,
    ranked_uploads.arrived_on as last_on,
    ranked_uploads.file_name as last_file,
    ranked_uploads.uploaded_by as last_by,
    reports.announced_days,
    kinds_in_use.kind is not null as is_in_use,
    coalesce(ranked_uploads.is_received, false) as is_received
from reports
left join kinds_in_use
    on kinds_in_use.kind = reports.kind
left join ranked_uploads
    on ranked_uploads.team_id = reports.team_id
    and ranked_uploads.kind = reports.kind
    and ranked_uploads.recency = 1
order by
    reports.team_id asc,
    reports.position asc
