-- The tasks of one department.
create table task (
    id               uuid    not null primary key,
    version          bigint  not null,
    state            text    not null,
    journal_count    bigint  not null,
    journal_hash     text    not null,
    wakes_at         timestamptz,
    case_id          uuid    not null,
    item             text    not null,
    region           text    not null, -- the matter's place
    authority_region text    not null, -- who is competent: by it officers see a task
    open             boolean not null,
    application      text    not null
);
create index task_case on task (case_id);
-- The inbox: few of all tasks are open, and ids sort by the time of submission.
create index task_open on task (id) where open;
-- What time alone will change, and when.
create index task_wakes_at on task (wakes_at) where wakes_at is not null;
