-- Who is told of what happens to tasks: a department's own systems, one subscription for each place they are responsible for.
create table subscription (
    id            uuid        not null primary key,
    department    text        not null,
    region        text        not null, -- empty: every place
    stem          text        not null, -- what the codes of the place and of all below it begin with
    url           text        not null,
    events        text        not null, -- '*', or the kinds with a space before and after each
    secrets       text        not null, -- those that sign, the newest first
    state         text        not null, -- 'active' or 'disabled'
    failing_since timestamptz,
    last_error    text,
    told_since    timestamptz,          -- the outage that head and supervisor have been told of
    told_task     uuid,
    lease_holder  uuid,                 -- the process that alone delivers for now
    leased_until  timestamptz,
    created_at    timestamptz not null,
    changed_at    timestamptz not null,
    changed_by    text        not null,
    version       bigint      not null,
    unique (department, region)
);

-- Events on their way, written with the decision they tell of, deleted when they are heard. "place" orders those of one case.
create table delivery (
    id             uuid        not null,
    subscription   uuid        not null,
    case_id        uuid        not null,
    task           uuid        not null,
    place          bigint      not null,
    kind           text        not null,
    body           text        not null, -- byte for byte as it is sent and signed
    created_at     timestamptz not null,
    due_at         timestamptz not null,
    attempts       bigint      not null,
    first_tried_at timestamptz,
    last_error     text,
    parked         boolean     not null, -- given up after days of attempts
    primary key (id, subscription)
);
create index delivery_case on delivery (subscription, case_id, place);
create index delivery_due on delivery (subscription, due_at) where not parked;
