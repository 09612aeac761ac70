-- When somebody last signed in is kept nowhere: it would tell when a safeguarding lead has something to look at.
alter table sign_in drop column last_at;
