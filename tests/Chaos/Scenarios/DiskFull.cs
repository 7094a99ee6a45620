using System.Diagnostics;
using System.Globalization;
using OneVisit.Support;

namespace OneVisit.Chaos.Scenarios;

/// <summary>
/// The embedded platform without room to write, and with it again. On a small file system of its own, which is filled; where this user may not
/// mount one, the process is held to files of one page, which its database sees as a write that fails.
/// </summary>
internal sealed class DiskFull(bool mayMount = true) : Scenario
{
    /// <summary>Room for what is to be kept: some 50 KB a case, and the logs of eight databases, of which each may grow to 16 MB and more. Full it is made, not by the cases.</summary>
    private const int Megabytes = 512;

    private const int Refusals = 10;
    private TempFolder? _folder;
    private bool _mounted;

    public override string Name => "disk-full";

    public override string What => "no room to write: refused with 503 meanwhile, nothing accepted is lost";

    public override Extent Long => new(20, 2_000);

    /// <summary>Not few: who follows a case while nothing can be written submits nothing that could be refused.</summary>
    public override Extent Short => new(2, 100);

    private string Filler => _folder!.File("filler");

    protected override async Task<Fleet> BeginAsync()
    {
        _folder = new TempFolder();
        _mounted = mayMount && await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", _folder.Path);
        if (!_mounted)
            Note = "no file system could be mounted here: the size of the files was limited instead";
        return await Fleet.EmbeddedAsync(_folder.Path, ignored: "XFSZ");
    }

    public override async Task<DateTimeOffset> FaultAsync(int number, Load load)
    {
        var refused = load.Refused;
        try
        {
            await Eventually.TrueAsync("submissions are refused", async () =>
            {
                // What the database itself has freed meanwhile is taken too.
                await TakeRoomAsync();
                return load.Refused >= refused + Refusals;
            });
        }
        finally
        {
            await GiveRoomAsync();
        }
        return Now;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_mounted)
            await RunAsync("umount", _folder!.Path);
        _folder?.Dispose();
    }

    private async Task TakeRoomAsync()
    {
        if (!_mounted)
        {
            await LimitAsync("4096:");
            return;
        }
        var block = new byte[64 * 1024];
        try
        {
            await using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
                filler.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private async Task GiveRoomAsync()
    {
        if (_mounted)
            File.Delete(Filler);
        else
            await LimitAsync("unlimited:");
    }

    /// <summary>The soft limit of the largest file; the hard one stays, so that it can be lifted again.</summary>
    private async Task LimitAsync(string soft)
    {
        if (!await RunAsync("prlimit", $"--fsize={soft}", "--pid", Fleet.Members[0].Id.ToString(CultureInfo.InvariantCulture)))
            throw new InvalidOperationException("disk-full can neither mount a file system nor limit the size of files here");
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
