using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OneVisit.Kit.Store;

/// <summary>
/// Copies the write-ahead log into the database beside the writing. SQLite does it by itself within a commit, and of a busy service everybody waits meanwhile: for megabytes
/// that are read, written and brought to the disk. What is committed during the copying is copied by the writer in the end, because SQLite begins the log anew only when nothing is
/// left of it; that is little. A writer and a copier at once are safe from SQLite 3.51.3 on (sqlite.org/wal.html, "The WAL-reset bug").
/// </summary>
/// <param name="connectionString">Of the database.</param>
internal sealed class SqliteLog(string connectionString)
{
    /// <summary>Pages from which on the log is copied: 16 MB of it, in which a page that changed often stands often and is copied once.</summary>
    private const int Full = 2000;

    /// <summary>Pages with which the writer waits for a copying that does not keep up.</summary>
    private const int Most = 4 * Full;

    /// <summary>The second pass takes what was written during the first, and leaves less to the writer.</summary>
    private const int Passes = 2;

    /// <summary>SQLITE_DBSTATUS_CACHE_WRITE: the pages that a connection has written to the log.</summary>
    private const int PagesWritten = 9;

    private Task? _copying;
    private int _pages;

    /// <summary>On the writer's thread, between two transactions.</summary>
    public void Tend(sqlite3 writer)
    {
        _ = raw.sqlite3_db_status(writer, PagesWritten, out var written, out _, resetFlg: 1);
        _pages += written;
        if (_copying is null)
        {
            if (_pages >= Full)
                _copying = Task.Factory.StartNew(Copy, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
            return;
        }
        if (_pages >= Most)
            _copying.Wait();
        if (_copying.IsCompleted)
        {
            _copying = null;
            _pages = CopyOn(writer);
        }
    }

    /// <summary>Waits for what is under way.</summary>
    public void Finish() => _copying?.Wait();

    private void Copy()
    {
        try
        {
            using var connection = new SqliteConnection(connectionString);
            connection.Open();
            connection.Execute("pragma synchronous = full");
            for (var pass = 0; pass < Passes; pass++)
                CopyOn(connection.Handle!);
        }
        catch (SqliteException)
        {
            // Whatever is in the way, the next commit meets and tells; until then the log is longer, and nothing is lost.
        }
    }

    /// <summary>Copies what no reader still needs. One that cannot is tried again when as much has been written once more.</summary>
    /// <returns>Pages that are left.</returns>
    private static int CopyOn(sqlite3 connection) =>
        raw.sqlite3_wal_checkpoint_v2(connection, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var pages, out var copied) == raw.SQLITE_OK ? pages - copied : 0;
}
