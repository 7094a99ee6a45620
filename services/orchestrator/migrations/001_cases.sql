-- One row a case. "submission" is what the applicant gave, with the identity number; it changes only with a supplement.
create table case_file (
    id            uuid   not null primary key,
    version       bigint not null,
    state         text   not null,
    journal_count bigint not null,
    journal_hash  text   not null,
    wakes_at      timestamptz,
    subject       text,
    applicant     text   not null,
    bundle        text   not null,
    region        text   not null,
    accepted_in   text,
    lifecycle     text   not null,
    departments   text   not null,
    submission    text   not null
);
-- Lists are read newest first; ids sort by the time of submission.
create index case_file_subject on case_file (subject, id);
create index case_file_region on case_file (region, id);
create index case_file_lifecycle on case_file (lifecycle, id);
-- What time alone will change, and when: few of all cases wait.
create index case_file_wakes_at on case_file (wakes_at) where wakes_at is not null;
