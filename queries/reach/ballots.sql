-- One row per month that a changed row can reach: its own.
--
-- Source: Scoring rules, section 2

select distinct ballots.month
from changed.ballots
