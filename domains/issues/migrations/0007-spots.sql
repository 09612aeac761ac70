-- What lists, boxes and figures ask of an issue, beside its places, so that none of them asks every issue: the public point
-- and its cell, the level, when a decision is due, and the marks that a desk counts (1 dangerous, 2 came back, 4 to
-- assess, 8 to look at again, 16 contested).
alter table issue_place add column lat {real}; -- public
alter table issue_place add column lon {real}; -- public
alter table issue_place add column fine {int}; -- public
alter table issue_place add column level {int} not null default 0; -- public
alter table issue_place add column answer_by {instant} not null default 0; -- public
alter table issue_place add column marks {int} not null default 0; -- public
update issue_place set (lat, lon, fine, level, answer_by, marks) = (
  select issue.public_lat, issue.public_lon, issue.fine, issue.level, issue.answer_by,
    case when issue.seriousness = 5 then 1 else 0 end + case when issue.came_back then 2 else 0 end
    + case when issue.assessed_at is null then 4 else 0 end + case when issue.look_again then 8 else 0 end
    + case when issue.contested then 16 else 0 end
  from issue where issue.partnership = issue_place.partnership and issue.id = issue_place.issue);
drop index issue_coarse;
alter table issue drop column coarse;
drop index issue_place_open_standing;
drop index issue_place_status_standing;
drop index issue_place_open_age;
drop index issue_place_status_age;
-- The lists' indexes end with the point: a box of many streets is a walk that passes over what lies elsewhere.
create index issue_place_open_standing on issue_place (partnership, place, is_open, standing, opened_at, issue, is_seen, category, is_then, is_now, lat, lon);
create index issue_place_status_standing on issue_place (partnership, place, status, standing, opened_at, issue, is_seen, category, is_then, is_now, lat, lon);
create index issue_place_open_age on issue_place (partnership, place, is_open, opened_at, issue, is_seen, category, is_then, is_now, lat, lon);
create index issue_place_status_age on issue_place (partnership, place, status, opened_at, issue, is_seen, category, is_then, is_now, lat, lon);
-- A box of a few streets is looked up by its narrow cells.
create index issue_place_fine on issue_place (partnership, place, fine, is_open, standing, opened_at, issue, is_seen, category, is_then, is_now, status, lat, lon) where fine is not null;
-- A category's open issues: most categories are few among many.
create index issue_place_category_standing on issue_place (partnership, place, category, standing, opened_at, issue, is_seen, is_then, is_now, lat, lon, is_open) where is_open;
create index issue_place_category_age on issue_place (partnership, place, category, opened_at, issue, is_seen, is_then, is_now, lat, lon, is_open) where is_open;
-- A desk's figures.
create index issue_place_marks on issue_place (partnership, place, is_open, marks, answer_by, status, opened_at, level, issue, is_seen, is_then) where is_open;
-- A map of all that is open holds all that its labels say.
create index issue_map on issue (partnership, standing, opened_at, id, reference, title, category, public_lat, public_lon, priority, level, status, voices, published_at, hidden_at) where status in ('new', 'considering', 'taking_forward');
-- What was said in a place is a walk over what was said anywhere: it passes over other acts and other places' issues.
drop index step_said;
create index step_said on step (partnership, at desc, id desc, act, issue) where said is not null;
