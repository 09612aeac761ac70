-- What several concerns are about.
create table issue (
  partnership {id} not null, -- key
  id {id} not null, -- key
  reference {text} not null, -- public
  version {int} not null, -- system
  title {text} not null, -- public
  title_waits {text}, -- work
  folded {text} not null, -- public
  published_at {instant}, -- system
  category {id} not null, -- key
  lat {real}, -- work
  lon {real}, -- work
  public_lat {real}, -- public
  public_lon {real}, -- public
  fine {int}, -- public
  coarse {int}, -- public
  level {int} not null, -- public
  status {text} not null, -- public
  outcome {text}, -- public
  seriousness {int} not null, -- public
  people_affected {int}, -- public
  reach {int} not null, -- public
  priority {int} not null, -- public
  standing {int} not null, -- public
  assessed_at {instant}, -- public
  voices {int} not null, -- public
  voices_then {int} not null, -- work
  holder_organisation {id}, -- key
  holder_person {id}, -- key
  waiting_for {text}, -- public
  waiting_until {date}, -- public
  watching_until {date}, -- public
  came_back {bool} not null, -- public
  contested {bool} not null, -- public
  look_again {bool} not null, -- public
  in_focus {bool} not null, -- public
  answer_by {instant} not null, -- public
  opened_at {instant} not null, -- public
  decided_at {instant}, -- public
  resolved_at {instant}, -- public
  created_at {instant} not null, -- system
  created_by {id}, -- key
  changed_at {instant} not null, -- public
  hidden_at {instant}, -- work
  hidden_reason {text}, -- work
  primary key (partnership, id),
  constraint issue_reference_key unique (partnership, reference)
){strict};
create index issue_fine on issue (partnership, fine, opened_at desc, id, category, status) where fine is not null;
create index issue_coarse on issue (partnership, coarse, opened_at desc, id) where coarse is not null;
create index issue_opened_at on issue (partnership, opened_at desc, id);
create index issue_answer_by on issue (partnership, status, answer_by);
create index issue_changed_at on issue (partnership, changed_at);

-- Where an issue lies, with what its lists sort and filter by; one more row, under the partnership's own id, stands for
-- everywhere. is_public: whether the public may find it by this place at all; is_seen: whether it may now, because the
-- issue is published and not hidden.
create table issue_place (
  partnership {id} not null, -- key
  issue {id} not null, -- key
  place {id} not null, -- key
  is_public {bool} not null, -- public
  is_seen {bool} not null, -- public
  is_open {bool} not null, -- public
  status {text} not null, -- public
  standing {int} not null, -- public
  category {id} not null, -- key
  opened_at {instant} not null, -- public
  primary key (partnership, issue, place)
){strict};
create index issue_place_open_standing on issue_place (partnership, place, is_open, standing, opened_at, issue, is_seen, category);
create index issue_place_status_standing on issue_place (partnership, place, status, standing, opened_at, issue, is_seen, category);
create index issue_place_open_age on issue_place (partnership, place, is_open, opened_at, issue, is_seen, category);
create index issue_place_status_age on issue_place (partnership, place, status, opened_at, issue, is_seen, category);

-- The concerns an issue answers.
create table issue_concern (
  partnership {id} not null, -- key
  concern {id} not null, -- key
  issue {id} not null, -- key
  voice {blob}, -- secret
  heard_at {instant} not null, -- public
  joined {bool} not null, -- public
  attached_at {instant} not null, -- work
  attached_by {id}, -- key
  primary key (partnership, concern)
){strict};
create index issue_concern_issue on issue_concern (partnership, issue, attached_at, concern);

-- What was decided about an issue, by whom and why: each step of the line from what was said to what was done.
create table step (
  partnership {id} not null, -- key
  id {id} not null, -- key
  issue {id} not null, -- key
  act {text} not null, -- public
  at {instant} not null, -- public
  person {id}, -- key
  capacity {text}, -- public
  authority {text}, -- public
  seriousness {int}, -- public
  people_affected {int}, -- public
  priority {int}, -- public
  level_from {int}, -- public
  level_to {int}, -- public
  outcome {text}, -- public
  holder {text}, -- public
  told {text}, -- work
  told_at {instant}, -- work
  evidence {text}, -- work
  words {text}, -- work
  words_state {text} not null, -- work
  said {text}, -- public
  approve_by {instant}, -- work
  approved_by {id}, -- key
  primary key (partnership, id)
){strict};
create index step_issue on step (partnership, issue, at, id);
create index step_said on step (partnership, at desc, id desc) where said is not null;
create index step_waiting on step (partnership, approve_by, id) where words_state = 'waiting';
