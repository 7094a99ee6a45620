-- Closed systems, which can only be asked: who asks one for now, and whether it answers.
create table closed_system (
    id            text        not null primary key,
    failing_since timestamptz,
    last_error    text,
    told_since    timestamptz,          -- the outage that head and supervisor have been told of
    told_task     uuid,
    lease_holder  uuid,                 -- the process that alone asks for now
    leased_until  timestamptz
);

-- Tasks that are in a closed system, or on their way there; forgotten when nothing more can come of them. Written by who asks, never with a decision.
create table polled (
    task      uuid        not null primary key,
    system    text        not null,
    phase     text        not null, -- 'asking', 'given-up' or 'withdrawing'
    seen      bigint      not null, -- the task's version when it was last looked at
    reference text,                 -- under what the closed system files it
    tries     bigint      not null, -- of handing it in
    round     bigint      not null, -- the supplement it was handed in with, -1 for not at all
    papers    bigint      not null, -- promised papers it was handed in with
    attempt   bigint      not null, -- the attempt at issuing that was told
    word      text,
    unchanged bigint      not null,
    failures  bigint      not null,
    told      text,                 -- what operators were told of last
    since     timestamptz not null,
    due_at    timestamptz           -- null: waits for something else than the closed system
);
create index polled_due on polled (system, due_at) where due_at is not null;
create index polled_system on polled (system, since);
