using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;
using OneVisit.Kit.Store;
using OneVisit.Support;
using static OneVisit.Integration.Stores.StoreCalls;

namespace OneVisit.Integration.Stores;

public sealed class OnSqlite() : StoreSuite(new SqliteDatabase())
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task A_file_that_has_vanished_is_unavailable_and_not_made_anew()
    {
        var file = ((SqliteDatabase)Database).File;
        var store = Database.Open();
        File.Move(file, file + ".away");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(Journal(Guid.CreateVersion7())));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(CancellationToken.None));
        Assert.False(File.Exists(file));

        File.Move(file + ".away", file);
        await store.WriteAsync(Journal(Guid.CreateVersion7()));
        Assert.Equal(1, await store.CountAsync("journal"));
    }

    /// <summary>2 is FULL: the log is on the disk before a commit returns.</summary>
    [Fact]
    public async Task What_is_committed_survives_a_power_cut()
    {
        var store = (SqliteStore)Database.Open();
        await store.WriteAsync(Journal(Guid.CreateVersion7()));

        Assert.Equal(("wal", 2), await store.TransactAsync(_ => ValueTask.FromResult((
            WriterOf(store)!.ExecuteScalar<string>("pragma journal_mode"), WriterOf(store)!.ExecuteScalar<long>("pragma synchronous")))));
    }

    [Fact]
    public async Task A_new_file_has_pages_of_8_KB()
    {
        await using var connection = await Database.Open().OpenAsync(CancellationToken.None);
        Assert.Equal(8192, await connection.ExecuteScalarAsync<long>("pragma page_size"));
    }

    [Fact]
    public void The_SQLite_that_is_carried_along_bears_a_log_that_is_copied_while_it_is_written() =>
        Assert.True(SQLitePCL.raw.sqlite3_libversion_number() >= 3_051_003, SQLitePCL.raw.sqlite3_libversion().utf8_to_string());

    [Fact]
    public async Task The_log_begins_anew_however_much_is_written_and_read_at_once()
    {
        await using var database = new SqliteDatabase();
        var store = await database.OpenMigratedAsync(Sample);
        using var enough = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
                await store.CountAsync("journal");
        });
        for (var i = 0; i < 120; i++)
            await WriteMegabytesAsync(store, 1);
        await enough.CancelAsync();
        await reading;

        Assert.InRange(LogOf(database), 16 * Megabyte, 90 * Megabyte);
        await using var connection = await store.OpenAsync(CancellationToken.None);
        Assert.Equal("ok", await connection.ExecuteScalarAsync<string>("pragma integrity_check"));
        Assert.Equal(16 * 120, await store.CountAsync("journal"));
    }

    [Fact]
    public async Task A_log_that_a_reader_has_held_begins_anew_when_the_reader_is_gone()
    {
        await using var database = new SqliteDatabase();
        var store = await database.OpenMigratedAsync(Sample);
        await WriteMegabytesAsync(store, 1);
        await using (var reader = await HeldAsync(store))
        {
            for (var i = 0; i < 40; i++)
                await WriteMegabytesAsync(store, 1);
            Assert.Equal(16, await reader.ExecuteScalarAsync<long>("select count(*) from journal"));
            await reader.ExecuteAsync("commit transaction");
        }
        Assert.InRange(LogOf(database), 40 * Megabyte, long.MaxValue);
        for (var i = 0; i < 160; i++)
            await WriteMegabytesAsync(store, 1);

        Assert.InRange(LogOf(database), 40 * Megabyte, 160 * Megabyte);
    }

    [Fact]
    public async Task A_log_left_by_a_process_that_was_killed_is_copied_by_the_next()
    {
        await using var database = new SqliteDatabase();
        await using var left = new SqliteDatabase();
        var store = await database.OpenMigratedAsync(Sample);
        await using (var reader = await HeldAsync(store))
        {
            await WriteMegabytesAsync(store, 20);
            File.Copy(database.File, left.File);
            File.Copy(database.File + "-wal", left.File + "-wal");
            await reader.ExecuteAsync("commit transaction");
        }

        await left.Open().WriteAsync(Journal(Guid.CreateVersion7()));

        await Eventually.TrueAsync("the file has grown by what was written before", () => new FileInfo(left.File).Length > 20 * Megabyte);
    }

    [Fact]
    public async Task A_log_is_copied_even_if_nothing_more_is_written()
    {
        await using var database = new SqliteDatabase();
        await WriteMegabytesAsync(await database.OpenMigratedAsync(Sample), 20);

        await Eventually.TrueAsync("the file has grown by what was written", () => new FileInfo(database.File).Length > 20 * Megabyte);
    }

    [Fact]
    public async Task A_log_that_cannot_be_made_is_unavailable_until_it_can()
    {
        await using var database = new SqliteDatabase();
        await (await database.OpenMigratedAsync(Sample)).DisposeAsync();
        var store = database.Open();
        Directory.CreateDirectory(database.File + "-wal");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(Journal(Guid.CreateVersion7())));

        Directory.Delete(database.File + "-wal");
        await store.WriteAsync(Journal(Guid.CreateVersion7()));
        Assert.Equal(1, await store.CountAsync("journal"));
    }

    [Fact]
    public async Task Bytes_that_are_no_database_end_the_start_with_the_settings_name()
    {
        await using var database = new SqliteDatabase();
        await File.WriteAllTextAsync(database.File, string.Concat(Enumerable.Repeat("not a database ", 500)));

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => database.OpenMigratedAsync(Sample));

        Assert.StartsWith("Store:", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Needs the right to mount a file system (root on a machine, not in an unprivileged container); elsewhere it has no full disk to try.</summary>
    [Fact]
    public async Task A_full_disk_is_unavailable_and_works_again_once_there_is_room()
    {
        using var folder = new TempFolder();
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.Path))
            return;
        try
        {
            await using var database = new SqliteDatabase(folder.Path);
            var store = await database.OpenMigratedAsync(Sample);
            await store.WriteAsync(Journal(Guid.CreateVersion7()));
            var large = new string('x', 512 * 1024);

            await File.WriteAllBytesAsync(folder.File("filler"), new byte[400 * 1024]);
            for (var i = 0; i < 3; i++)
                await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(Journal(Guid.CreateVersion7(), data: large)));
            Assert.Equal(1, await store.CountAsync("journal"));

            File.Delete(folder.File("filler"));
            await store.WriteAsync(Journal(Guid.CreateVersion7(), data: "small"));
            Assert.Equal(2, await store.CountAsync("journal"));
        }
        finally
        {
            await RunAsync("umount", folder.Path);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_connection")]
    private static extern ref SqliteConnection? WriterOf(SqliteStore store);

    /// <summary>In one transaction, sixteen entries a megabyte.</summary>
    private static Task WriteMegabytesAsync(Store store, int megabytes) =>
        store.WriteAsync([.. Enumerable.Range(0, 16 * megabytes).Select(_ => Journal(Guid.CreateVersion7(), data: new string('x', (int)Megabyte / 16)))]);

    private static long LogOf(SqliteDatabase database) => new FileInfo(database.File + "-wal").Length;

    /// <summary>A connection that sees the store as it is now until it commits.</summary>
    private static async Task<DbConnection> HeldAsync(Store store)
    {
        var reader = await store.OpenAsync(CancellationToken.None);
        await reader.ExecuteAsync("begin deferred");
        await reader.ExecuteScalarAsync<long>("select count(*) from journal");
        return reader;
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
