-- Since when the page of its reference says no more than that we heard it, because somebody asked for that.
alter table concern add column taken_down_at {instant}; -- work
-- When its words were made unreadable for ever, and why: what is left of it is a tombstone.
alter table concern add column erased_at {instant}; -- work
alter table concern add column erased_why {text}; -- work
create index concern_voice on concern (partnership, voice_hash, id) where voice_hash is not null;
create index concern_kept on concern (partnership, id) where words is not null;
create index concern_contact_kept on concern_contact (partnership, concern) where sealed is not null;
