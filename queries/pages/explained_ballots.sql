-- One row per ballot that counts for one team, month and rater group.
--
-- w, x           votes, and value (points, 0 to 100) of the ballot
-- *_share        what a vote of that kind is worth, share of full marks
-- source_row     line of the uploaded file
--
-- $team    text, id of the team
-- $month   date, first day of the month
-- $part    text, part of the scheme
--
-- Source: scoring rules, section 2.2

select
    items.item_key,
    items.w,
    items.x,
    scheme.vote_excellent as excellent_share,
    scheme.vote_good as good_share,
    scheme.vote_fair as fair_share,
    scheme.vote_poor as poor_share,
    ballots.month,
    ballots.rater_group,
    ballots.excellent,
    ballots.good,
    ballots.fair,
    ballots.poor,
    ballots.abstain,
    uploads.file_name,
    ballots.upload_id,
    uploads.uploaded_at,
    ballots.source_row
from scores.items as items
cross join scope.scheme as scheme
inner join staging.ballots as ballots
    on items.team_id = ballots.team_id
    and items.month = ballots.month
    and items.part = 'rating_' || ballots.rater_group
left join build.uploads as uploads
    on ballots.upload_id = uploads.upload_id
where
    items.team_id = cast($team as varchar)
    and items.month = cast($month as date)
    and items.part = cast($part as varchar)
    and items.kind = 'ballots'
order by items.item_key asc
