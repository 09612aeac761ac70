-- When the notes of staff on an ended issue were blanked, because their time was over.
alter table issue add column notes_erased_at {instant}; -- work
create index issue_notes_kept on issue (partnership, id) where notes_erased_at is null;
