-- What the unit of work keeps beside a service's own aggregate. One text for PostgreSQL and SQLite.

-- Envelopes whose effect is committed. Ids are UUIDv7, so old ones are found by id alone.
create table inbox (
    id          uuid        not null primary key,
    received_at timestamptz not null
);

-- Envelopes committed and not yet confirmed: the row, the wire message and the receiver's inbox id are one thing.
create table outbox (
    id          uuid        not null primary key,
    destination text        not null,
    body        bytea       not null,
    created_at  timestamptz not null
);

-- What happened to each aggregate, in order, each entry's hash taken over the one before. "data" is text: the hash is over its bytes.
create table journal (
    owner uuid        not null,
    seq   bigint      not null,
    at    timestamptz not null,
    kind  text        not null,
    data  text        not null,
    hash  text        not null,
    primary key (owner, seq)
);

-- The service's register. The primary key is what keeps two cases from holding the same name or number.
create table register (
    kind    text        not null,
    key     text        not null,
    owner   uuid        not null,
    lasting boolean     not null,
    revoked boolean     not null,
    data    text        not null,
    at      timestamptz not null,
    primary key (kind, key)
);
create index register_owner on register (owner);

create table number_sequence (
    name text   not null primary key,
    next bigint not null
);

-- What people are to be told, each row for everybody whom its columns fit; null fits all. Ids sort by time.
create table notice (
    id         uuid        not null primary key,
    owner      uuid        not null,
    role       text        not null,
    subject    text,
    department text,
    region     text,
    kind       text        not null,
    zh         text        not null,
    en         text        not null,
    data       text        not null,
    at         timestamptz not null
);
create index notice_subject on notice (subject, id);
create index notice_role on notice (role, id);

-- First answers, replayed to a repeated request with the same key.
create table idempotency (
    key        text        not null primary key,
    body_hash  text        not null,
    answer     text        not null,
    created_at timestamptz not null
);
create index idempotency_created_at on idempotency (created_at);

-- Messages whose decision failed: kept whole, with the reason, for an operator.
create table dead_letter (
    id       uuid        not null primary key,
    envelope uuid        not null,
    type     text        not null,
    body     text        not null,
    reason   text        not null,
    at       timestamptz not null
);
