namespace OneVisit.Kit.Store;

/// <summary>
/// How PostgreSQL keeps the rows, beyond what the migrations say, which are one text for both databases. It holds for what is written from now on;
/// what an operator has set stays.
/// </summary>
internal static class PostgresStorage
{
    /// <summary>Once the migrations are applied. Costs a look at the catalogue when there is nothing left to set.</summary>
    public const string Fit = $"{CompressWithLz4}; {LeaveRoom}";

    /// <summary>
    /// What is too long for its row is compressed by lz4, where this server has it: by PostgreSQL's own way a sixth of its time went into that.
    /// What is compressed already stays as it is and can be read.
    /// </summary>
    private const string CompressWithLz4 = """
        do $$
        declare one record;
        begin
            if exists (select from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals)) then
                for one in
                    select k.oid::regclass as relation, a.attname as name
                    from pg_attribute a join pg_class k on k.oid = a.attrelid join pg_namespace n on n.oid = k.relnamespace
                    where n.nspname = current_schema() and k.relkind = 'r' and a.attnum > 0 and not a.attisdropped
                        and a.attstorage = 'x' and a.attcompression = ''
                loop
                    execute format('alter table %s alter column %I set compression lz4', one.relation, one.name);
                end loop;
            end if;
        end
        $$
        """;

    /// <summary>
    /// An aggregate is written several times in its life. A version that finds room on the page of the one before it needs no entry in any index
    /// (heap-only tuples), so pages are filled by half at first; the versions fill the rest.
    /// </summary>
    private const string LeaveRoom = """
        do $$
        declare one record;
        begin
            for one in
                select k.oid::regclass as relation
                from pg_class k join pg_namespace n on n.oid = k.relnamespace join pg_attribute a on a.attrelid = k.oid and a.attname = 'journal_hash'
                where n.nspname = current_schema() and k.relkind = 'r' and coalesce(array_to_string(k.reloptions, ' '), '') not like '%fillfactor=%'
            loop
                execute format('alter table %s set (fillfactor = 50)', one.relation);
            end loop;
        end
        $$
        """;
}
