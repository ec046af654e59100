-- One row per sum of points that is not 100.
--
-- Source: Scoring rules, section 2

select sum(points) as points
from rules.parts
having abs(sum(points) - 100) > 0.000000001
