-- What the applicant gave stands with the entry of the journal it came with; of what was given before there were enclosures, with the first.
alter table case_file add column enclosed_in bigint default 1;
update journal set enclosure = (select submission from case_file where case_file.id = journal.owner) where seq = 1 and owner in (select id from case_file);
alter table case_file drop column submission;
