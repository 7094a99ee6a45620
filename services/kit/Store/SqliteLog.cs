using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OneVisit.Kit.Store;

/// <summary>
/// Copies the write-ahead log into the database beside the writing. SQLite does it by itself within a commit, and of a busy service everybody waits meanwhile: for megabytes
/// that are read, written and brought to the disk. What is committed during the copying is copied by the writer in the end, because SQLite begins the log anew only when nothing is
/// left of it; that is little. A writer and a copier at once are safe from SQLite 3.51.3 on (sqlite.org/wal.html, "The WAL-reset bug").
/// </summary>
/// <param name="connectionString">Of the database. Connections that write a row now and then go on copying within their commit, from 1,000 pages on.</param>
internal sealed class SqliteLog(string connectionString)
{
    /// <summary>Pages from which on the log is copied: 16 MB of it, in which a page that changed often stands often and is copied once.</summary>
    private const int Full = 2000;

    /// <summary>Pages that are written while the log is copied, and with which the writer waits for the end of it: the disk does not keep up.</summary>
    private const int Most = 4 * Full;

    /// <summary>The second pass takes what was written during the first, and leaves less to the writer.</summary>
    private const int Passes = 2;

    /// <summary>SQLITE_CHECKPOINT_NOOP: copies nothing, and tells how long the log is.</summary>
    private const int Nothing = -1;

    private Task? _copying;
    private int _began;
    private int _again;

    /// <summary>On the writer's thread, between two transactions.</summary>
    public void Tend(sqlite3 writer)
    {
        if (Copied(writer, Nothing) is not var (pages, copied))
            return;
        if (_copying is not null)
        {
            if (pages - _began >= Most)
                _copying.Wait();
            if (_copying.IsCompleted)
            {
                _copying = null;
                CopyRest(writer);
            }
        }
        else if (pages < Full)
        {
            _again = 0;
        }
        else if (pages >= _again && copied < pages)
        {
            // At once also where a reader kept the log from beginning anew after it was copied: then there is little.
            _began = pages;
            _copying = Task.Factory.StartNew(Copy, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        }
    }

    /// <summary>Waits for what is under way.</summary>
    public void Finish() => _copying?.Wait();

    /// <summary>What a reader of an older state still needs stays; it is tried again when as much has been written once more.</summary>
    private void CopyRest(sqlite3 writer)
    {
        if (Copied(writer, raw.SQLITE_CHECKPOINT_PASSIVE) is var (pages, copied))
            _again = copied == pages ? 0 : pages + Full;
    }

    private void Copy()
    {
        try
        {
            using var connection = new SqliteConnection(connectionString);
            connection.Open();
            connection.Execute("pragma synchronous = full");
            for (var pass = 0; pass < Passes; pass++)
                Copied(connection.Handle!, raw.SQLITE_CHECKPOINT_PASSIVE);
        }
        catch (Exception)
        {
            // As when SQLite copies by itself: it is tried again. What is in the log is as safe as in the file.
        }
    }

    /// <summary>Pages of the log, and how many of them are copied; null where it could not be copied now.</summary>
    private static (int Pages, int Copied)? Copied(sqlite3 connection, int how) =>
        raw.sqlite3_wal_checkpoint_v2(connection, "main", how, out var pages, out var copied) == raw.SQLITE_OK ? (pages, copied) : null;
}
