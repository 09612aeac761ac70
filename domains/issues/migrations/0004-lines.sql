-- By which lines an issue lies in a place: those of the day it was opened on, those of today, or both.
alter table issue_place add column is_then {bool} not null default true; -- public
alter table issue_place add column is_now {bool} not null default true; -- public
drop index issue_place_open_standing;
drop index issue_place_status_standing;
drop index issue_place_open_age;
drop index issue_place_status_age;
create index issue_place_open_standing on issue_place (partnership, place, is_open, standing, opened_at, issue, is_seen, category, is_then, is_now);
create index issue_place_status_standing on issue_place (partnership, place, status, standing, opened_at, issue, is_seen, category, is_then, is_now);
create index issue_place_open_age on issue_place (partnership, place, is_open, opened_at, issue, is_seen, category, is_then, is_now);
create index issue_place_status_age on issue_place (partnership, place, status, opened_at, issue, is_seen, category, is_then, is_now);
