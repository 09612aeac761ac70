-- What may be the same thing is open, of one category and near: settled issues are many and none of them is asked for.
drop index issue_fine;
create index issue_alike on issue (partnership, category, fine, opened_at desc, id) where fine is not null and status not in ('resolved', 'not_taking_forward');
