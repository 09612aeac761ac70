-- What somebody who left, or an organisation that ended, held open is found and goes on to whoever answers for it now.
create index issue_holder_person on issue (partnership, holder_person, id) where holder_person is not null;
create index issue_holder_organisation on issue (partnership, holder_organisation, status, id) where holder_organisation is not null;

-- For whom somebody acted who stood in for a colleague.
alter table step add column acting_for {id}; -- key
