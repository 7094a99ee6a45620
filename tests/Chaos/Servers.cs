using System.Diagnostics;
using System.Globalization;
using OneVisit.Support;

namespace OneVisit.Chaos;

/// <summary>PostgreSQL and RabbitMQ that may be stopped, frozen and killed: started by <c>tests/servers</c> for one run, and removed after it.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private readonly string _folder;

    private Servers(string folder, Dictionary<string, string> told)
    {
        _folder = folder;
        Postgres = new Uri(told["ONEVISIT_TEST_POSTGRES"]);
        RabbitMq = new Uri(told["ONEVISIT_TEST_RABBITMQ"]);
        Nodes = told.TryGetValue("ONEVISIT_TEST_RABBITMQ_NODES", out var nodes) ? [.. nodes.Split(' ', StringSplitOptions.RemoveEmptyEntries)] : [$"127.0.0.1:{RabbitMq.Port}"];
    }

    public Uri Postgres { get; }

    public Uri RabbitMq { get; }

    /// <summary>The broker's nodes, host and port.</summary>
    public IReadOnlyList<string> Nodes { get; }

    /// <summary>The address of all nodes, as the setting <c>Bus</c> takes it.</summary>
    public string Bus => $"amqp://{RabbitMq.UserInfo}@{string.Join(',', Nodes)}";

    public static async Task<Servers> StartAsync(int nodes = 1)
    {
        var folder = Directory.CreateTempSubdirectory("onevisit-chaos-").FullName;
        var told = await ScriptAsync(["start", folder, "--install"], nodes);
        return new Servers(folder, told.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line["export ".Length..].Split('=', 2)).ToDictionary(p => p[0], p => p[1].Replace("\\ ", " ", StringComparison.Ordinal).Trim('\'', '"', ' ')));
    }

    /// <summary>Stops one in order.</summary>
    public Task HaltAsync(string name) => ScriptAsync(["halt", _folder, name], 1);

    /// <summary>Starts it again and waits until it answers.</summary>
    public Task ResumeAsync(string name) => ScriptAsync(["resume", _folder, name], 1);

    /// <summary>kill -9, all of its processes at once, and waits until they are gone.</summary>
    public async Task KillAsync(string name)
    {
        var processes = ProcessesOf(name);
        await Signal.SendToAllAsync("KILL", processes);
        await Eventually.TrueAsync($"{name} is gone", () => processes.All(p => !Directory.Exists($"/proc/{p}") || StateOf(p) == 'Z'));
    }

    public Task FreezeAsync(string name) => Signal.SendToAllAsync("STOP", ProcessesOf(name));

    /// <summary>Also those that were forked while it froze.</summary>
    public Task ThawAsync(string name) => Signal.SendToAllAsync("CONT", ProcessesOf(name));

    public async ValueTask DisposeAsync() => await ScriptAsync(["stop", _folder], 1);

    private List<int> ProcessesOf(string name)
    {
        var file = name == "postgres" ? Path.Combine(_folder, "pg/data/postmaster.pid") : Path.Combine(_folder, name, "group");
        var found = new List<int> { int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture) };
        var all = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(n => n!.All(char.IsAsciiDigit)).Select(n => int.Parse(n!, CultureInfo.InvariantCulture)).ToList();
        var parents = all.Select(p => (Process: p, Parent: ParentOf(p))).ToList();
        for (var i = 0; i < found.Count; i++)
            found.AddRange(parents.Where(p => p.Parent == found[i]).Select(p => p.Process));
        return found;
    }

    private static int ParentOf(int process) => StatusOf(process) is [_, var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : -1;

    private static char StateOf(int process) => StatusOf(process) is [[var state], ..] ? state : 'Z';

    /// <summary>State, parent and more: what follows the name, which may itself hold blanks and brackets.</summary>
    private static string[] StatusOf(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static async Task<string> ScriptAsync(string[] arguments, int nodes)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "tests", "servers"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Servers of its own, whatever the caller has: these will be killed.
        foreach (var given in (string[])["ONEVISIT_TEST_POSTGRES", "ONEVISIT_TEST_RABBITMQ", "ONEVISIT_TEST_RABBITMQ_MANAGEMENT"])
            start.Environment.Remove(given);
        start.Environment["ONEVISIT_RABBITMQ_NODES"] = nodes.ToString(CultureInfo.InvariantCulture);
        using var script = Process.Start(start)!;
        // A server keeps the script's output open for as long as it lives: what was said is read as it comes, until the script itself ends.
        var output = new List<string>();
        var said = new List<string>();
        script.OutputDataReceived += (_, line) => Keep(output, line.Data);
        script.ErrorDataReceived += (_, line) => Keep(said, line.Data);
        script.BeginOutputReadLine();
        script.BeginErrorReadLine();
        while (!script.HasExited)
            await Pause.ForAsync(TimeSpan.FromMilliseconds(20));
        await Pause.ForAsync(TimeSpan.FromMilliseconds(50));
        lock (output)
            return script.ExitCode == 0 ? string.Join('\n', output) : throw new InvalidOperationException($"tests/servers {string.Join(' ', arguments)}: {string.Join('\n', said)}");

        void Keep(List<string> lines, string? line)
        {
            lock (output)
            {
                if (line is not null)
                    lines.Add(line);
            }
        }
    }
}
