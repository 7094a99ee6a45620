using System.Diagnostics;
using Dapper;
using OneVisit.Kit.Store;
using OneVisit.Support;
using static OneVisit.Integration.Stores.StoreCalls;

namespace OneVisit.Integration.Stores;

public sealed class OnSqlite() : StoreSuite(new SqliteDatabase())
{
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
        var (large, log) = (new string('x', 64 * 1024), new FileInfo(database.File + "-wal"));
        const int Batches = 120;

        using var enough = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
                await store.CountAsync("journal");
        });
        for (var i = 0; i < Batches; i++)
            await store.WriteAsync([.. Enumerable.Range(0, 16).Select(_ => Journal(Guid.CreateVersion7(), data: large))]);
        await enough.CancelAsync();
        await reading;

        log.Refresh();
        Assert.InRange(log.Length, 16 * 1024 * 1024, 16L * large.Length * Batches * 3 / 4);
        await using var connection = await store.OpenAsync(CancellationToken.None);
        Assert.Equal("ok", await connection.ExecuteScalarAsync<string>("pragma integrity_check"));
        Assert.Equal(16 * Batches, await store.CountAsync("journal"));
    }

    [Fact]
    public async Task A_log_that_a_reader_has_held_begins_anew_when_the_reader_is_gone()
    {
        await using var database = new SqliteDatabase();
        var store = await database.OpenMigratedAsync(Sample);
        var (large, log) = (new string('x', 64 * 1024), new FileInfo(database.File + "-wal"));
        Task WriteAsync(int megabytes) => Enumerable.Range(0, megabytes).Aggregate(Task.CompletedTask, async (before, _) =>
        {
            await before;
            await store.WriteAsync([.. Enumerable.Range(0, 16).Select(_ => Journal(Guid.CreateVersion7(), data: large))]);
        });

        await WriteAsync(1);
        await using (var reader = await store.OpenAsync(CancellationToken.None))
        {
            await reader.ExecuteAsync("begin deferred");
            Assert.Equal(16, await reader.ExecuteScalarAsync<long>("select count(*) from journal"));
            await WriteAsync(40);
            Assert.Equal(16, await reader.ExecuteScalarAsync<long>("select count(*) from journal"));
            await reader.ExecuteAsync("commit transaction");
        }
        log.Refresh();
        Assert.InRange(log.Length, 40L * 16 * large.Length, long.MaxValue);
        await WriteAsync(160);

        log.Refresh();
        Assert.InRange(log.Length, 40L * 16 * large.Length, 160L * 16 * large.Length);
    }

    [Fact]
    public async Task A_log_left_by_a_process_that_was_killed_is_copied_by_the_next()
    {
        await using var database = new SqliteDatabase();
        var store = await database.OpenMigratedAsync(Sample);
        var (large, copy) = (new string('x', 64 * 1024), new SqliteDatabase());
        await using var _ = copy;
        await using var reader = await store.OpenAsync(CancellationToken.None);
        await reader.ExecuteAsync("begin deferred");
        await reader.ExecuteScalarAsync<long>("select count(*) from journal");
        await store.WriteAsync([.. Enumerable.Range(0, 320).Select(_ => Journal(Guid.CreateVersion7(), data: large))]);
        File.Copy(database.File, copy.File);
        File.Copy(database.File + "-wal", copy.File + "-wal");
        await reader.ExecuteAsync("commit transaction");

        await copy.Open().WriteAsync(Journal(Guid.CreateVersion7()));

        await Eventually.TrueAsync("the file has grown by what was written before", () => new FileInfo(copy.File).Length > 320L * large.Length);
    }

    [Fact]
    public async Task A_log_is_copied_even_if_nothing_more_is_written()
    {
        await using var database = new SqliteDatabase();
        var store = await database.OpenMigratedAsync(Sample);
        var large = new string('x', 64 * 1024);
        await store.WriteAsync([.. Enumerable.Range(0, 320).Select(_ => Journal(Guid.CreateVersion7(), data: large))]);

        await Eventually.TrueAsync("the file has grown by what was written", () => new FileInfo(database.File).Length > 320L * large.Length);
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
