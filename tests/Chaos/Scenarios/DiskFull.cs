using System.Diagnostics;
using OneVisit.Support;

namespace OneVisit.Chaos.Scenarios;

/// <summary>The embedded platform on a file system of its own, which is filled and emptied again.</summary>
internal sealed class DiskFull : Scenario
{
    private const int Megabytes = 96;
    private TempFolder? _folder;
    private bool _mounted;

    public override string Name => "disk-full";

    public override string What => "files on a small file system that is filled: refused with 503 meanwhile, nothing accepted is lost";

    public override Extent Long => new(20, 2_000);

    public override Extent Short => new(2, 200);

    private string Filler => _folder!.File("filler");

    protected override async Task<Fleet> BeginAsync()
    {
        _folder = new TempFolder();
        _mounted = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", _folder.Path);
        if (!_mounted)
            throw new InvalidOperationException("disk-full needs to mount a small tmpfs, which this user may not: run it as root, with the right to mount");
        return await Fleet.EmbeddedAsync(_folder.Path);
    }

    public override async Task<DateTimeOffset> FaultAsync(int number, Load load)
    {
        var refused = load.Refused;
        Fill();
        // Full is what the platform says it is: refusals, again and again, and nothing accepted between two looks.
        await Eventually.TrueAsync("submissions are refused", () =>
        {
            Fill();
            return load.Refused >= refused + 30;
        });
        var accepted = load.Acknowledged;
        await Pause.ForAsync(TimeSpan.FromSeconds(1));
        if (load.Acknowledged != accepted)
            Fill();
        File.Delete(Filler);
        return Now;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_mounted)
            await RunAsync("umount", _folder!.Path);
        _folder?.Dispose();
    }

    /// <summary>Writes until there is no room.</summary>
    private void Fill()
    {
        var block = new byte[64 * 1024];
        try
        {
            using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
                filler.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
