-- One row per month that has ratings: how its raters are put on one scale.
--
-- raters, ratings         of the trailing window, count; ratings that are valid
-- corrected_raters        raters whose ratings are corrected, count
-- strictest, most_lenient   points added to and taken from the ratings of the rater who
--                         is corrected most in each direction, both 0 or more
-- components              groups of raters that share no team with one another, count
-- team_share, rater_share, noise_share   0 to 1: what ratings differ by; null when they
--                         do not differ
-- window_months, limit_points, least_ratings, least_teams   the rules of the correction
-- is_on                   whether the scheme corrects at all
--
-- Nobody is named. Positive severity is lenient and is taken off.
--
-- $month   date, first day of the month
--
-- Source: Flag rules, section 1; scoring rules, section 2.2

with

sums as (
    select
        severity.month,
        count(*) as raters,
        cast(sum(severity.ratings) as bigint) as ratings,
        cast(count_if(severity.severity <> 0) as bigint) as corrected_raters,
        greatest(-min(severity.severity), 0) as strictest,
        greatest(max(severity.severity), 0) as most_lenient,
        count(distinct severity.component) as components,
        max(severity.error_variance) as error_variance,
        max(severity.rater_variance) as rater_variance,
        max(severity.team_variance) as team_variance
    from estimates.severity
    where severity.month = cast($month as date)
    group by severity.month
)

select
    sums.month,
    sums.raters,
    sums.ratings,
    sums.corrected_raters,
    sums.strictest,
    sums.most_lenient,
    sums.components,
    sums.team_variance / nullif(
        sums.team_variance + sums.rater_variance + sums.error_variance, 0
    ) as team_share,
    sums.rater_variance / nullif(
        sums.team_variance + sums.rater_variance + sums.error_variance, 0
    ) as rater_share,
    sums.error_variance / nullif(
        sums.team_variance + sums.rater_variance + sums.error_variance, 0
    ) as noise_share,
    scheme.severity_months as window_months,
    scheme.severity_limit as limit_points,
    scheme.severity_least_ratings as least_ratings,
    scheme.severity_least_teams as least_teams,
    scheme.rater_correction > 0 as is_on
from sums
cross join scope.scheme
order by sums.month asc
