-- One row per month: what was made of the ratings of the teams in sight.
--
-- raters              people who rated any of them, themselves left out, count
-- void_raters         of these, who gave every team the same points and do not count
-- ratings             rows as given, self ratings left out, count
-- void_ratings        rows of void raters, count
-- corrected_ratings   rows that count and had their rater's severity taken off, count
-- mean_correction     points: mean size of what was taken off or added; null for none
-- void_share, corrected_share   of the ratings, 0 to 1; null without ratings
-- least_teams         teams a rater must have rated to be void at all, count
--
-- $month               date, first day of the last month
-- $trend_months        months of the answer
-- $team                text, root of the tree shown, or null
-- $scope               list of text, roots of the trees in sight, or null
-- $tier, $peer_group   text, or null
--
-- Whether a rater is void is decided by all their teams, in sight or not.
-- Source: Scoring rules, section 2.2

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

given_ratings as (
    select
        ratings.month,
        ratings.team_id,
        ratings.rater_id,
        ratings.score
    from staging.ratings
    where
        ratings.rater_group <> 'self'
        and (year(cast($month as date)) * 12 + month(cast($month as date)))
        - (year(ratings.month) * 12 + month(ratings.month))
        between 0 and cast($trend_months as integer) - 1
),

rater_months as (
    select
        given_ratings.month,
        given_ratings.rater_id,
        count(distinct given_ratings.team_id) >= max(scheme.uniform_least_teams)
        and min(given_ratings.score) = max(given_ratings.score) as is_void
    from given_ratings
    cross join scope.scheme
    group by given_ratings.month, given_ratings.rater_id
),

judged_ratings as (
    select
        given_ratings.month,
        given_ratings.rater_id,
        rater_months.is_void,
        not rater_months.is_void
        and coalesce(severity.severity, 0) <> 0 as is_corrected,
        abs(severity.severity) as correction
    from given_ratings
    inner join visible_teams
        on visible_teams.team_id = given_ratings.team_id
    inner join scope.team_months
        on team_months.team_id = given_ratings.team_id
        and team_months.month = given_ratings.month
    inner join rater_months
        on rater_months.month = given_ratings.month
        and rater_months.rater_id = given_ratings.rater_id
    left join estimates.severity
        on severity.month = given_ratings.month
        and severity.rater_id = given_ratings.rater_id
    where
        ($tier is null or team_months.tier = cast($tier as varchar))
        and (
            $peer_group is null
            or team_months.peer_group = cast($peer_group as varchar)
        )
),

counts as (
    select
        month,
        count(distinct rater_id) as raters,
        count(distinct case when is_void then rater_id end) as void_raters,
        count(*) as ratings,
        count_if(is_void) as void_ratings,
        count_if(is_corrected) as corrected_ratings,
        avg(case when is_corrected then correction end) as mean_correction
    from judged_ratings
    group by month
)

select
    counts.month,
    counts.raters,
    counts.void_raters,
    counts.ratings,
    cast(counts.void_ratings as bigint) as void_ratings,
    cast(counts.corrected_ratings as bigint) as corrected_ratings,
    counts.mean_correction,
    cast(counts.void_ratings as double) / nullif(counts.ratings, 0) as void_share,
    cast(counts.corrected_ratings as double)
    / nullif(counts.ratings, 0) as corrected_share,
    scheme.uniform_least_teams as least_teams
from counts
cross join scope.scheme
order by counts.month desc
