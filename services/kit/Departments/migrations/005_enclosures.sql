-- What a department was given stands with the entry of the journal it came with; of what was given before there were enclosures, with the first.
alter table task add column enclosed_in bigint default 1;
update journal set enclosure = (select application from task where task.id = journal.owner) where seq = 1 and owner in (select id from task);
alter table task drop column application;
