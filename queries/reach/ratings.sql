-- One row per month that a changed row can reach: its own, and as long as it tells how
-- severe its rater is.
--
-- Source: Scoring rules, section 2; flag rules, section 1

select distinct calendar_months.month
from changed.ratings
cross join scope.scheme
inner join build.calendar_months
    on calendar_months.month >= ratings.month
    and (year(calendar_months.month) * 12 + month(calendar_months.month))
    - (year(ratings.month) * 12 + month(ratings.month)) < scheme.severity_months
